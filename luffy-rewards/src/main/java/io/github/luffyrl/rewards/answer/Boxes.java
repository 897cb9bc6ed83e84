package io.github.luffyrl.rewards.answer;

import java.util.ArrayList;
import java.util.List;

/** Finds {@code \boxed{...}} and {@code \fbox{...}}, outermost ones only, in one pass. */
final class Boxes {

    private static final String[] MARKS = {"\\boxed", "\\fbox"};

    private final String text;
    private final List<Span> boxes = new ArrayList<>();
    private int[] open = new int[64]; // where braces opened; of a box the start, complemented
    private int[] content = new int[64];
    private int depth;

    private Boxes(String text) {
        this.text = text;
    }

    /** The boxes in order; a box that is empty or never closes is left out. */
    static List<Span> in(String text) {
        Boxes scan = new Boxes(text);
        if (text.contains("\\boxed") || text.contains("\\fbox")) {
            scan.run();
        }
        return scan.boxes;
    }

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
            add(new Span(start, to, text.substring(from, to)));
        }
        return Math.max(to, start + 1);
    }

    private void push(int start, int contentStart) {
        if (depth == open.length) {
            open = java.util.Arrays.copyOf(open, 2 * depth);
            content = java.util.Arrays.copyOf(content, 2 * depth);
        }
        open[depth] = start;
        content[depth] = contentStart;
        depth++;
    }

    private void pop(int close) {
        depth--;
        if (open[depth] < 0) {
            int start = ~open[depth];
            while (!boxes.isEmpty() && boxes.get(boxes.size() - 1).start() > start) {
                boxes.remove(boxes.size() - 1);
            }
            String inside = text.substring(content[depth], close);
            if (!inside.isBlank()) {
                add(new Span(start, close + 1, inside));
            }
        }
    }

    private void add(Span box) {
        boxes.add(box);
    }
}
