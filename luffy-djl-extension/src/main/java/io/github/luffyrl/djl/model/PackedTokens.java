package io.github.luffyrl.djl.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tokens of a batch in the order in which a forward pass computes them: without padding behind
 * the rows, and once what several rows begin with. A causal model computes the same for a token
 * whatever comes after it, so the rows of a group share their prompt, and the prefix of a
 * demonstration if they have one.
 *
 * <p>Tokens lie in blocks. The rows of a block are of one width, have the same context, and attend
 * to it and to themselves.
 *
 * @param blocks in the order of the tokens, each after those of its context
 * @param places where each token of the batch {@code [B * T]} is; anything where none is computed
 * @param sources the token of the batch {@code [B * T]} that each place computes
 * @param columns {@code T}
 * @param padding places that only fill a block
 */
record PackedTokens(List<Block> blocks, int[] places, int[] sources, int columns, int padding) {

    /** A shared part is computed for itself if that saves at least so many tokens. */
    static final int LEAST_SAVED = 32;

    /** Rows of a block are filled up to its width by at most this share of it, */
    private static final double MOST_PADDING = 0.04;

    /** or by a few tokens, which are not worth another block. */
    private static final int FEW_TOKENS = 4;

    /**
     * Tokens that lie side by side.
     *
     * @param first place of the first token
     * @param length number of tokens
     */
    record Span(int first, int length) {}

    /**
     * Rows of one width with the same context.
     *
     * @param first place of the first row's first token
     * @param rows number of rows
     * @param width tokens of each, padding included
     * @param context what comes before each row, in order
     */
    record Block(int first, int rows, int width, List<Span> context) {

        int contextLength() {
            return context.stream().mapToInt(Span::length).sum();
        }

        int size() {
            return rows * width;
        }
    }

    /** Every token of every row, in the order of the batch. */
    static PackedTokens unshared(int rows, int columns) {
        int[] all = IntStream.range(0, rows * columns).toArray();
        return new PackedTokens(
                List.of(new Block(0, rows, columns, List.of())), all, all, columns, 0);
    }

    /**
     * Shares what rows begin with.
     *
     * @param ids of the batch {@code [B * T]}
     * @param lengths how many tokens of each row count, 0 to leave it out; one at least counts
     * @param columns {@code T}
     */
    static PackedTokens shared(long[] ids, int[] lengths, int columns) {
        return new Packer(ids, lengths, columns).pack();
    }

    int size() {
        return sources.length;
    }

    /** The position in its row of each packed token. */
    long[] positions() {
        return Arrays.stream(sources).mapToLong(source -> source % columns).toArray();
    }

    /** A part of some rows that is computed once, in a tree of such parts. */
    private record Part(List<Integer> rows, int from, int to, List<Part> next) {

        int length() {
            return to - from;
        }
    }

    private static final class Packer {

        private final long[] ids;
        private final int[] lengths;
        private final int columns;
        private final int[] places;
        private final List<Block> blocks = new ArrayList<>();
        private final List<Integer> sources = new ArrayList<>();
        private int padding;

        private record Siblings(List<Part> parts, List<Span> context) {}

        Packer(long[] ids, int[] lengths, int columns) {
            this.ids = ids;
            this.lengths = lengths;
            this.columns = columns;
            places = new int[ids.length];
        }

        PackedTokens pack() {
            List<Integer> rows =
                    IntStream.range(0, lengths.length)
                            .filter(row -> lengths[row] > 0)
                            .boxed()
                            .sorted(this::compare)
                            .toList();
            Deque<Siblings> waiting = new ArrayDeque<>();
            waiting.add(new Siblings(parts(rows, 0), List.of()));
            while (!waiting.isEmpty()) {
                Siblings siblings = waiting.remove();
                for (List<Part> parts : ofSimilarLength(siblings.parts)) {
                    place(parts, siblings.context, waiting);
                }
            }
            int[] packed = sources.stream().mapToInt(Integer::intValue).toArray();
            return new PackedTokens(List.copyOf(blocks), places, packed, columns, padding);
        }

        /** By tokens, a row before those that go on where it ends. */
        private int compare(int a, int b) {
            return Arrays.compare(
                    ids,
                    a * columns,
                    a * columns + lengths[a],
                    ids,
                    b * columns,
                    b * columns + lengths[b]);
        }

        /** Cuts sorted rows, equal up to {@code from}, into parts that begin there. */
        private List<Part> parts(List<Integer> rows, int from) {
            int end = commonLength(rows.get(0), rows.get(rows.size() - 1), from);
            boolean saves = (long) (end - from) * (rows.size() - 1) >= LEAST_SAVED;
            if (rows.size() == 1 || (saves && end == lengths[rows.get(rows.size() - 1)])) {
                return List.of(new Part(rows, from, end, List.of()));
            }
            List<Part> parts = new ArrayList<>();
            int begin = 0;
            for (int i = 1; i <= rows.size(); i++) {
                if (i == rows.size() || !sameTokenAt(end, rows.get(begin), rows.get(i))) {
                    List<Integer> branch = rows.subList(begin, i);
                    if (!saves || lengths[branch.get(0)] > end) {
                        parts.addAll(branch(branch, saves ? end : from, end));
                    }
                    begin = i;
                }
            }
            return saves ? List.of(new Part(rows, from, end, parts)) : parts;
        }

        /** Rows that go on alike, or that are equal and end here. */
        private List<Part> branch(List<Integer> rows, int from, int end) {
            if (lengths[rows.get(0)] > end) {
                return parts(rows, from);
            }
            return rows.stream().map(row -> new Part(List.of(row), from, end, List.of())).toList();
        }

        private int commonLength(int a, int b, int from) {
            int most = Math.min(lengths[a], lengths[b]);
            int length = from;
            while (length < most && ids[a * columns + length] == ids[b * columns + length]) {
                length++;
            }
            return length;
        }

        private boolean sameTokenAt(int t, int a, int b) {
            if (lengths[a] <= t || lengths[b] <= t) {
                return lengths[a] <= t && lengths[b] <= t;
            }
            return ids[a * columns + t] == ids[b * columns + t];
        }

        private static List<List<Part>> ofSimilarLength(List<Part> parts) {
            List<List<Part>> alike = new ArrayList<>();
            List<Part> current = new ArrayList<>();
            int shortest = 0;
            for (Part part :
                    parts.stream().sorted(Comparator.comparingInt(Part::length)).toList()) {
                int filled = part.length() - shortest;
                if (current.isEmpty()
                        || filled > Math.max(FEW_TOKENS, MOST_PADDING * part.length())) {
                    current = new ArrayList<>();
                    alike.add(current);
                    shortest = part.length();
                }
                current.add(part);
            }
            return alike;
        }

        private void place(List<Part> parts, List<Span> context, Deque<Siblings> waiting) {
            int width = parts.get(parts.size() - 1).length(); // the longest is last
            blocks.add(new Block(sources.size(), parts.size(), width, context));
            for (Part part : parts) {
                int first = sources.size();
                for (int row : part.rows) {
                    for (int t = part.from; t < part.to; t++) {
                        places[row * columns + t] = first + t - part.from;
                    }
                }
                int row = part.rows.get(0) * columns;
                for (int i = 0; i < width; i++) {
                    sources.add(row + Math.min(part.from + i, part.to - 1));
                }
                padding += width - part.length();
                if (!part.next.isEmpty()) {
                    List<Span> path = new ArrayList<>(context);
                    path.add(new Span(first, part.length()));
                    waiting.add(new Siblings(part.next, List.copyOf(path)));
                }
            }
        }
    }
}
