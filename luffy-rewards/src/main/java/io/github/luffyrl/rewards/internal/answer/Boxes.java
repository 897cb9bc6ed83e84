package io.github.luffyrl.rewards.internal.answer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds {@code \boxed{...}} and {@code \fbox{...}}, outermost ones only, in one pass. */
final class Boxes {

    private static final int MOST = 1_000;
    private static final String[] MARKS = {"\\boxed", "\\fbox"};

    private final String text;
    private final List<Extent> boxes = new ArrayList<>();
    private int[] open = new int[64]; // where braces opened; of a box the start, complemented
    private int[] content = new int[64];
    private int depth;

    private Boxes(String text) {
        this.text = text;
    }

    /** The last boxes in order; a box that is empty or never closes is left out. */
    static List<Span> in(String text) {
        Boxes scan = new Boxes(text);
        if (isMarked(text)) {
            scan.run();
        }
        List<Span> spans = new ArrayList<>();
        for (Extent box : scan.boxes.subList(first(scan.boxes), scan.boxes.size())) {
            String inside = text.substring(box.from, box.to);
            if (!inside.isBlank()) {
                spans.add(new Span(box.start, box.end, inside));
            }
        }
        return spans;
    }

    /** Whether there is the mark of a box, even of an empty one. */
    static boolean isMarked(String text) {
        return text.contains(MARKS[0]) || text.contains(MARKS[1]);
    }

    /** Whether the text ends within a box, whose answer may be cut off. */
    static boolean isCutOff(String text) {
        Boxes scan = new Boxes(text);
        scan.run();
        return scan.depth > 0 && Arrays.stream(scan.open, 0, scan.depth).anyMatch(at -> at < 0);
    }

    private static int first(List<Extent> boxes) {
        return Math.max(0, boxes.size() - MOST);
    }

    /** Where a box and its content are; cut out only when it turns out to be an outermost one. */
    private record Extent(int start, int end, int from, int to) {}

    private void run() {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\\') {
                i = command(i);
                continue;
            }
            if (c == '{') {
                push(i, i + 1);
            } else if (c == '}' && depth > 0) {
                pop(i);
            }
            i++;
        }
    }

    private int command(int backslash) {
        for (String mark : MARKS) {
            if (text.startsWith(mark, backslash)) {
                int at = backslash + mark.length();
                while (at < text.length() && text.charAt(at) == ' ') {
                    at++;
                }
                if (at < text.length() && text.charAt(at) == '{') {
                    push(~backslash, at + 1);
                    return at + 1;
                }
                return unbraced(backslash, at);
            }
        }
        // An escaped brace is no brace; an escaped backslash may stand before a box.
        boolean brace =
                backslash + 1 < text.length() && "{}".indexOf(text.charAt(backslash + 1)) >= 0;
        return brace ? backslash + 2 : backslash + 1;
    }

    /** {@code \boxed 5}: one word or number. */
    private int unbraced(int start, int from) {
        int to = from;
        while (to < text.length() && Character.isLetterOrDigit(text.charAt(to))) {
            to++;
        }
        if (to > from && from > start + MARKS[1].length() - 1) {
            boxes.add(new Extent(start, to, from, to));
        }
        return Math.max(to, start + 1);
    }

    private void push(int start, int contentStart) {
        if (depth == open.length) {
            open = Arrays.copyOf(open, 2 * depth);
            content = Arrays.copyOf(content, 2 * depth);
        }
        open[depth] = start;
        content[depth] = contentStart;
        depth++;
    }

    private void pop(int close) {
        depth--;
        if (open[depth] < 0) {
            int start = ~open[depth];
            while (!boxes.isEmpty() && boxes.get(boxes.size() - 1).start > start) {
                boxes.remove(boxes.size() - 1);
            }
            boxes.add(new Extent(start, close + 1, content[depth], close));
        }
    }
}
