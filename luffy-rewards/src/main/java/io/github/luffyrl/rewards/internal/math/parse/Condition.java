package io.github.luffyrl.rewards.internal.math.parse;

import io.github.luffyrl.rewards.internal.math.Remark;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what a formula says about its letters: "n in Z", "where C is any constant", "x > 0". */
final class Condition {

    private static final String NAME =
            "(?:"
                    + Vocabulary.GREEK.stream()
                            .sorted(Comparator.comparingInt(String::length).reversed())
                            .map(letter -> "\\\\" + letter + "(?![a-z])")
                            .collect(Collectors.joining("|"))
                    + "|[A-Za-z](?![A-Za-z]))(?: ?_ ?\\w+)?";
    private static final String NAMES = "(" + NAME + "(?: ?(?:,|and) ?" + NAME + ")*)";
    private static final String KIND =
            "(?:arbitrary|any|fixed|non-?zero|non-?negative|positive|real|complex|rational|natural"
                    + "|whole|integers?|constants?|numbers?|parameters?|values?|of)";
    private static final String SET =
            "(?:\\\\mathbb ?|\\\\)([RZNQC])( ?[\\^_] ?(?:\\+|\\*|0|(?:\\\\geq?(?:slant)?|>) ?0))?";

    /** "for all real x", "n in Z", "where C is a constant", "C constant". */
    private static final Pattern DOMAIN =
            Pattern.compile(
                    "((?:for|where|with|\\\\forall) ?)?((?:any|all|every|some|each) )?((?:"
                            + KIND
                            + " )*)"
                            + NAMES
                            + " ?(?:\\\\in ?"
                            + SET
                            + "|(?:(?:is|are|being) )?(?:an? )?((?:"
                            + KIND
                            + " ?)+))?");

    /** "x > 0", "for x not equal to 3". */
    private static final Pattern BOUND =
            Pattern.compile(
                    "(?:(?:for|where|with|if|when) )?"
                            + NAMES
                            + " ?(?:(\\\\neq?|\\\\ne|!=) ?(-?\\d+)|(\\\\geq?(?:slant)?|>=|>|\\\\gt) ?([01]))");

    /** "k = 0, +-1, +-2, ..." */
    private static final Pattern COUNTED =
            Pattern.compile(
                    "(?:(?:for|where|with) )?("
                            + NAME
                            + ") ?(?:=|\\\\in \\\\) ?"
                            + "(0 ?, ?\\\\pm ?1 ?, ?\\\\pm ?2|0 ?, ?1 ?, ?2|1 ?, ?2 ?, ?3)"
                            + "(?: ?, ?(?:\\\\pm ?)?\\d)* ?, ?\\\\(?:l?dots|cdots|dotsc)");

    private Condition() {}

    /** A remark without its layout, and without the parentheses around it. */
    static String plain(String remark) {
        String plain =
                remark.replace("\u2208", "\\in ")
                        .replace("\u2200", "\\forall ")
                        .replace("\u2265", "\\ge ")
                        .replace("\u2260", "\\ne ")
                        .replace("\u2248", "\\approx ")
                        .replaceAll("([\u211d\u2124\u2115\u211a\u2102])", "\\\\mathbb $1")
                        .replace('\u211d', 'R')
                        .replace('\u2124', 'Z')
                        .replace('\u2115', 'N')
                        .replace('\u211a', 'Q')
                        .replace('\u2102', 'C')
                        .replaceAll("\\\\(?:text|mathrm|textrm|mbox|left|right)(?![a-z])", " ")
                        .replaceAll("\\\\q?quad|\\\\[,;:! ]|[~${}]", " ")
                        .replaceAll("\\s+", " ")
                        .strip()
                        .replaceFirst("^[,;] ?", "")
                        .replaceFirst(" ?\\.$", "")
                        .strip();
        boolean enclosed = plain.startsWith("(") && plain.indexOf(')') == plain.length() - 1;
        boolean condition =
                enclosed && !plain.matches("\\( ?(?:or|i\\.e|=|approx|about|rough|\\\\approx).*");
        return condition ? plain.substring(1, plain.length() - 1).strip() : plain;
    }

    static Optional<Remark> of(String plain) {
        Matcher domain = DOMAIN.matcher(plain);
        if (domain.matches()) {
            return inDomain(domain);
        }
        Matcher bound = BOUND.matcher(plain);
        if (bound.matches()) {
            boolean hole = bound.group(2) != null;
            boolean strict = !hole && bound.group(4).matches(">|\\\\gt");
            String sign = hole ? "\\ne" : strict ? ">" : "\\ge";
            return Optional.of(new Remark(names(bound.group(1)), sign + bound.group(hole ? 3 : 5)));
        }
        Matcher counted = COUNTED.matcher(plain);
        if (counted.matches()) {
            String first = counted.group(2);
            String numbers = first.startsWith("1") ? "Z+" : first.contains("pm") ? "Z" : "Z0";
            return Optional.of(new Remark(names(counted.group(1)), numbers));
        }
        return Optional.empty();
    }

    private static Optional<Remark> inDomain(Matcher domain) {
        String kinds =
                Objects.requireNonNullElse(domain.group(3), "")
                        + " "
                        + Objects.requireNonNullElse(domain.group(7), "");
        boolean says =
                Objects.requireNonNullElse(domain.group(1), "").startsWith("\\")
                        || domain.group(2) != null
                        || domain.group(5) != null
                        || !kinds.isBlank();
        if (!says) {
            return Optional.empty();
        }
        String set = domain.group(5) == null ? ofWords(kinds) : ofSet(domain);
        return Optional.of(new Remark(names(domain.group(4)), set));
    }

    private static String ofSet(Matcher domain) {
        String mark = Objects.requireNonNullElse(domain.group(6), "").replaceAll("[\\^_ ]", "");
        boolean positive = mark.equals("+") || mark.equals(">0");
        return domain.group(5) + (positive ? "+" : mark.endsWith("0") ? "0" : mark);
    }

    private static String ofWords(String kinds) {
        String set =
                kinds.contains("complex")
                        ? "C"
                        : kinds.contains("rational")
                                ? "Q"
                                : kinds.contains("integer") || kinds.contains("whole")
                                        ? "Z"
                                        : kinds.contains("natural")
                                                ? "N"
                                                : kinds.contains("real") ? "R" : "";
        if (kinds.contains("positive")) {
            return set + "+";
        }
        return kinds.contains("zero") ? set + "*" : kinds.contains("negative") ? set + "0" : set;
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(" ?(?:,|\\band\\b) ?", -1))
                .map(name -> name.replace(" ", "").replace("\\", ""))
                .toList();
    }

    /** Whether a letter stands in a formula, not only in the name of a command. */
    static boolean isIn(String name, String formula) {
        String letter = name.contains("_") ? name.substring(0, name.indexOf('_')) : name;
        return letter.length() > 1
                ? formula.contains("\\" + letter)
                : formula.replaceAll("\\\\[A-Za-z]+", " ").contains(letter);
    }

    /** Whether a remark leaves all numbers to its letters. */
    static boolean isUnbounded(Remark remark) {
        return Set.of("", "R", "C").contains(remark.domain());
    }

    /** Whether a formula says itself which values its letters have. */
    static boolean boundsLetters(String formula) {
        return Pattern.compile(
                        "[<>\\[\u2264\u2265\u2260\u2208]|\\\\(?:l[et]|g[et]|leq|geq|leqslant|geqslant|neq?|in|\\{)(?![a-z])")
                .matcher(formula)
                .find();
    }
}
