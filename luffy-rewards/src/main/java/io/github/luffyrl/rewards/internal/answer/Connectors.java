package io.github.luffyrl.rewards.internal.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Joins answers that stand side by side, as in "{@code $2$ and $3$}". */
final class Connectors {

    private static final int LONGEST_GAP = 60;
    private static final int MOST_PARTS = 64;
    private static final int MOST_GROUPS = 12;
    private static final String[] LAYOUT = {
        "\\quad", "\\qquad", "\\text", "\\(", "\\)", "\\[", "\\]", "\\,", "\\;", "\\ ", "\\\\", "$",
        "{", "}", "*", "&", "~", "\n"
    };

    /** {@code \boxed{1}, y=\boxed{2}}: what the next value is called. */
    private static final Pattern NAME = Pattern.compile(" *\\\\?[a-z][a-z0-9_']{0,9} *=$");

    private final String text;

    Connectors(String text) {
        this.text = text;
    }

    /** The last spans, from last to first, each joined with those that it is connected to. */
    List<Span> joined(List<Span> spans) {
        List<Span> groups = new ArrayList<>();
        int last = spans.size() - 1;
        while (last >= 0 && groups.size() < MOST_GROUPS) {
            int first = last;
            while (first > 0
                    && last - first < MOST_PARTS
                    && !connector(spans.get(first - 1), spans.get(first)).isEmpty()) {
                first--;
            }
            groups.add(join(spans.subList(first, last + 1)));
            last = first - 1;
        }
        return groups;
    }

    /** A span joined with what follows it. */
    Span joinedFrom(List<Span> spans, int first) {
        int last = first;
        while (last + 1 < spans.size()
                && last - first < MOST_PARTS
                && !connector(spans.get(last), spans.get(last + 1)).isEmpty()) {
            last++;
        }
        return join(spans.subList(first, last + 1));
    }

    private Span join(List<Span> parts) {
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                content.append(connector(parts.get(i - 1), parts.get(i)));
            }
            content.append(parts.get(i).content());
        }
        return new Span(
                parts.get(0).start(), parts.get(parts.size() - 1).end(), content.toString());
    }

    /** What connects two spans, as LaTeX; empty when they have nothing to do with each other. */
    private String connector(Span left, Span right) {
        if (right.start() - left.end() > LONGEST_GAP || right.start() < left.end()) {
            return "";
        }
        String gap = text.substring(left.end(), right.start());
        for (String layout : LAYOUT) {
            gap = gap.replace(layout, " ");
        }
        String plain = NAME.matcher(gap.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
        if (plain.equals(",") || plain.equals(";")) {
            return plain + " ";
        }
        boolean comma = plain.startsWith(",");
        String words = comma ? plain.substring(1).strip() : plain;
        if (words.equals("and") || words.equals("or")) {
            return comma ? ", " : " \\text{ and } ";
        }
        // "\boxed{1} papers and \boxed{2} bins": a unit may stand before the conjunction
        int space = words.indexOf(' ');
        boolean unit =
                space > 0
                        && words.substring(0, space).chars().allMatch(Character::isLetter)
                        && (words.substring(space).strip().equals("and")
                                || words.substring(space).strip().equals("or"));
        return unit ? " \\text{ and } " : "";
    }
}
