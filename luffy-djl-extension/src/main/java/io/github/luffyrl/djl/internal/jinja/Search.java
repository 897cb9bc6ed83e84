package io.github.luffyrl.djl.internal.jinja;

/**
 * Finds a text in another in a time that grows with their lengths alone: Java's own search takes
 * the product of them where a long part almost fits everywhere (Knuth, Morris, Pratt 1977).
 */
final class Search {

    private static final int SHORT = 16;

    private Search() {}

    /** Index of the first occurrence at or behind {@code from}, or -1. */
    static int first(String text, String part, int from) {
        if (part.length() <= SHORT) {
            return text.indexOf(part, from);
        }
        return matching(text, from, text.length(), part, false);
    }

    /** Index of the last occurrence that ends at or before {@code end}, or -1. */
    static int last(String text, String part, int end) {
        if (part.length() <= SHORT) {
            return text.lastIndexOf(part, end - part.length());
        }
        return matching(text, 0, end, part, true);
    }

    private static int matching(String text, int from, int to, String part, boolean backward) {
        int[] borders = borders(part, backward);
        int matched = 0;
        for (int i = 0; i < to - from; i++) {
            int at = backward ? to - 1 - i : from + i;
            while (matched > 0 && text.charAt(at) != at(part, matched, backward)) {
                matched = borders[matched - 1];
            }
            if (text.charAt(at) == at(part, matched, backward)) {
                matched++;
            }
            if (matched == part.length()) {
                return backward ? at : at - part.length() + 1;
            }
        }
        return -1;
    }

    /** Of each beginning, how long the longest shorter beginning is that it also ends with. */
    private static int[] borders(String part, boolean backward) {
        int[] borders = new int[part.length()];
        int matched = 0;
        for (int i = 1; i < part.length(); i++) {
            char c = at(part, i, backward);
            while (matched > 0 && c != at(part, matched, backward)) {
                matched = borders[matched - 1];
            }
            if (c == at(part, matched, backward)) {
                matched++;
            }
            borders[i] = matched;
        }
        return borders;
    }

    private static char at(String part, int index, boolean backward) {
        return part.charAt(backward ? part.length() - 1 - index : index);
    }
}
