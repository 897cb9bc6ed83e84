package io.github.luffyrl.djl.generation;

import io.github.luffyrl.core.rollout.SamplingParams;
import java.util.Arrays;

/**
 * Leaves unlikely tokens out, as {@link SamplingParams} says. What stays is always the beginning of
 * the vocabulary ordered by probability, so the tokens are taken from a heap until it is enough,
 * and the vocabulary is never sorted.
 */
final class SamplingFilter {

    private final SamplingParams params;

    SamplingFilter(SamplingParams params) {
        this.params = params;
    }

    /**
     * Returns the tokens that may be drawn.
     *
     * @param probabilities a matrix, row by row
     * @param from where the row begins
     * @param vocabulary length of a row
     * @param total sum of the row
     * @return token ids in ascending order, at least one
     */
    int[] keep(float[] probabilities, int from, int vocabulary, double total) {
        Heap heap = new Heap(probabilities, from, vocabulary);
        int[] taken =
                new int[params.topK() == 0 ? vocabulary : Math.min(params.topK(), vocabulary)];
        int count = 0;
        double enough = total;
        if (params.topK() > 0) { // top-p is a share of what top-k leaves
            enough = 0;
            for (; count < taken.length; count++) {
                taken[count] = heap.take();
                enough += probabilities[from + taken[count]];
            }
        }
        enough *= params.topP();
        int kept = 0;
        double sum = 0;
        double least = 0;
        while (kept < taken.length && (params.topP() == 1 || sum < enough)) {
            if (kept == count) {
                taken[count++] = heap.take();
            }
            float probability = probabilities[from + taken[kept]];
            least = kept == 0 ? params.minP() * probability : least;
            if (probability < least) {
                break;
            }
            sum += probability;
            kept++;
        }
        int[] ids = Arrays.copyOf(taken, kept);
        Arrays.sort(ids);
        return ids;
    }

    /** The tokens of a row, likeliest first, of equally likely ones the smaller id first. */
    private static final class Heap {

        private final float[] probabilities;
        private final int from;
        private final int[] ids;
        private int size;

        Heap(float[] probabilities, int from, int vocabulary) {
            this.probabilities = probabilities;
            this.from = from;
            this.size = vocabulary;
            this.ids = new int[vocabulary];
            Arrays.setAll(ids, id -> id);
            for (int i = vocabulary / 2 - 1; i >= 0; i--) {
                sink(i);
            }
        }

        int take() {
            int first = ids[0];
            ids[0] = ids[--size];
            sink(0);
            return first;
        }

        private void sink(int start) {
            int parent = start;
            int id = ids[parent];
            while (2 * parent + 1 < size) {
                int child = 2 * parent + 1;
                if (child + 1 < size && before(ids[child + 1], ids[child])) {
                    child++;
                }
                if (!before(ids[child], id)) {
                    break;
                }
                ids[parent] = ids[child];
                parent = child;
            }
            ids[parent] = id;
        }

        private boolean before(int a, int b) {
            float pa = probabilities[from + a];
            float pb = probabilities[from + b];
            return pa > pb || (pa == pb && a < b);
        }
    }
}
