package io.github.luffyrl.rewards.internal.answer;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The mathematics that a place in a text belongs to: from there to both sides, as far as nothing
 * but mathematics follows. Words, the end of the line and the marks that separate statements end
 * it, and an equals sign on the left: what stands on its right is what was found.
 */
final class Term {

    private static final int LONGEST = 400;

    private static final Pattern TAG = Pattern.compile("<(?:/?[a-z_]{2,}|\\|[^|<>]*\\|)>$");
    private static final String UNITS = "msghLlNJWVAKCF";

    private final String text;
    private final int from;
    private final int to;

    /**
     * Creates a search within a part of a text.
     *
     * @param text all of it
     * @param from where the part begins, such as the content of a formula
     * @param to behind it
     */
    Term(String text, int from, int to) {
        this.text = text;
        this.from = from;
        this.to = to;
    }

    /**
     * Where the term begins that goes on from a position to the left; the position when none does.
     */
    int start(int position) {
        int start = position;
        int i = position;
        while (i > from && position - i < LONGEST) {
            char c = text.charAt(i - 1);
            if (c == ' ' || c == '\t' || c == '~' || (c == '\n' && isFormula())) {
                i--;
                continue;
            }
            int next = Character.isLetter(c) ? beforeWord(i, position) : beforeSign(i);
            if (next < 0) {
                return start;
            }
            i = next;
            start = isLayout(i, position) ? start : i;
        }
        return start;
    }

    private boolean isFormula() {
        return to < text.length();
    }

    /** Layout on its own adds nothing to a term. */
    private boolean isLayout(int at, int position) {
        return text.charAt(at) == '\\'
                && (TermWords.LAYOUT.contains(command(at)) || (at + 1 < position && isSpace(at)))
                && text.substring(commandEnd(at), position).isBlank();
    }

    private boolean isSpace(int backslash) {
        return ",;:! ".indexOf(text.charAt(backslash + 1)) >= 0;
    }

    /** In front of a word or command that belongs to the term; -1 when it ends the term. */
    private int beforeWord(int end, int position) {
        int begin = end;
        while (begin > from && isLatin(text.charAt(begin - 1))) {
            begin--;
        }
        if (begin == end) {
            return isGreek(text.charAt(end - 1)) ? end - 1 : -1; // other scripts are words
        }
        String word = text.substring(begin, end);
        if (begin > from && text.charAt(begin - 1) == '\\') {
            boolean box = word.equals("boxed") || word.equals("fbox");
            return TermWords.SEPARATORS.contains(word) && !box ? -1 : begin - 1;
        }
        boolean shortened = begin - 2 >= from && "'\u2019".indexOf(text.charAt(begin - 1)) >= 0;
        if (shortened && isLatin(text.charAt(begin - 2))) {
            return -1; // the end of "it's"
        }
        boolean glued = end == position || text.charAt(end) == '(';
        return isMathematics(word, glued) ? begin : -1;
    }

    private int beforeSign(int end) {
        char c = text.charAt(end - 1);
        if (c == '>' && TAG.matcher(text.substring(Math.max(from, end - 40), end)).find()) {
            return -1;
        }
        boolean escaped = end - 2 >= from && text.charAt(end - 2) == '\\';
        if (escaped) {
            return switch (c) {
                case '(', '[', ')', ']', '\\', '$' -> -1;
                default -> end - 2;
            };
        }
        if (c == '}' && textGroup(end) >= 0) {
            return conjunction(end) ? textGroup(end) : -1;
        }
        boolean relation = end - 2 >= from && "<>!\u2260".indexOf(text.charAt(end - 2)) >= 0;
        return switch (c) {
            case '=' -> relation ? end - 2 : -1;
            case '\u2248', '\u21d2', '\u2192', '\u2234', '&', '$', ';', ',', '.', '?', '#', '"' ->
                    -1;
            case ':' -> isRatio(end - 1) ? end - 1 : -1;
            case '>', '*' ->
                    startsLine(end - 1) && end < to && text.charAt(end) == ' ' ? -1 : end - 1;
            case '\u2014', '\u2013' -> end < to && text.charAt(end) == ' ' ? -1 : end - 1;
            default -> isMathSign(c) ? end - 1 : -1;
        };
    }

    /** Behind the term that goes on from a position to the right; the position when none does. */
    int end(int position) {
        int end = position;
        int i = position;
        while (i < to && i - position < LONGEST) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\t' || c == '~' || (c == '\n' && isFormula())) {
                i++;
                continue;
            }
            int next;
            if (c == '\\' && i + 1 < to) {
                next = behindCommand(i);
            } else {
                next = Character.isLetter(c) ? behindWord(i, position) : behindSign(i);
            }
            if (next < 0) {
                return end;
            }
            boolean layout = c == '\\' && isSpace(i);
            i = next;
            end = layout ? end : i;
        }
        return end;
    }

    private int behindCommand(int backslash) {
        int end = commandEnd(backslash);
        String name = command(backslash);
        if (name.isEmpty()) {
            boolean delimiter = "()[]\\$%".indexOf(text.charAt(backslash + 1)) >= 0;
            return delimiter ? -1 : backslash + 2;
        }
        if (TermWords.SEPARATORS.contains(name)) {
            return -1;
        }
        if (TermWords.TEXT.contains(name) && end < to && text.charAt(end) == '{') {
            int close = text.indexOf('}', end);
            boolean remark = close < 0 || isRemark(text.substring(end + 1, close));
            return remark ? -1 : close + 1;
        }
        return end;
    }

    /** "where n is odd" goes on with the sentence; "cm" and "or" belong to the answer. */
    private static boolean isRemark(String words) {
        String[] parts = words.strip().toLowerCase(Locale.ROOT).split("[^\\p{L}']+", 2);
        return Set.of(
                        "is", "are", "was", "because", "since", "as", "which", "where", "for",
                        "when", "by", "so", "hence", "thus", "if", "with", "this", "the")
                .contains(parts[0]);
    }

    private int behindWord(int begin, int position) {
        int end = begin;
        while (end < to && isLatin(text.charAt(end))) {
            end++;
        }
        if (end == begin) {
            return isGreek(text.charAt(begin)) ? begin + 1 : -1;
        }
        String word = text.substring(begin, end);
        if (word.equals("or") || word.equals("and")) {
            return joins(end, word) ? end : -1;
        }
        boolean glued =
                begin > 0
                        && ((begin == position && ")]}".indexOf(text.charAt(begin - 1)) >= 0)
                                || isDigit(begin - 1));
        boolean choice = begin > 0 && text.charAt(begin - 1) == '(';
        boolean unit =
                !glued && !choice && word.length() == 1 && UNITS.contains(word) && !isFormula();
        return isMathematics(word, glued) && !unit ? end : -1;
    }

    /** Whether another answer follows "and" or "or". */
    private boolean joins(int index, String word) {
        int i = index;
        while (i < to && " $*(".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        if (i == to) {
            return true;
        }
        char c = text.charAt(i);
        String rest = text.substring(i, Math.min(to, i + 8)).toLowerCase(Locale.ROOT);
        boolean open =
                rest.startsWith("more")
                        || rest.startsWith("less")
                        || rest.startsWith("fewer")
                        || rest.startsWith("so")
                        || rest.startsWith("greater")
                        || rest.startsWith("above");
        boolean letter =
                isLatin(c) && (i + 1 == to || !isLatin(text.charAt(i + 1))) && c != 'a' && c != 'I';
        return isDigitAt(c)
                || "\\-\u2212+[{".indexOf(c) >= 0
                || letter
                || (open && word.equals("or"));
    }

    private int behindSign(int index) {
        char c = text.charAt(index);
        int next = index + 1;
        if (c == '<' && next < to && "/|".indexOf(text.charAt(next)) >= 0) {
            return -1; // a tag
        }
        return switch (c) {
            case '.', ';', '?', '$', '&', '#', '"', '\u21d2', '\u2192', '\u2248', '\'' ->
                    c == '.' && next < to && isDigit(next) ? next : -1;
            case ',', ':' -> answerFollows(next) ? next : -1;
            case '\u2014', '\u2013' -> text.charAt(index - 1) == ' ' ? -1 : next;
            case '*' -> next < to && text.charAt(next) == '*' ? -1 : next;
            default -> isMathSign(c) ? next : -1;
        };
    }

    private boolean answerFollows(int index) {
        int i = index;
        while (i < to && " \t$".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        if (i == to || !(isDigit(i) || "\\-\u2212(".indexOf(text.charAt(i)) >= 0)) {
            return false;
        }
        return text.charAt(i) != '\\'
                || (!TermWords.SEPARATORS.contains(command(i))
                        && !TermWords.TEXT.contains(command(i)));
    }

    private static boolean isMathematics(String word, boolean glued) {
        if (word.length() == 1) {
            return glued || !Set.of("a", "A", "I", "o").contains(word);
        }
        return glued || TermWords.MATHEMATICS.contains(word.toLowerCase(Locale.ROOT));
    }

    private static boolean isMathSign(char c) {
        int type = Character.getType(c);
        return isDigitAt(c)
                || type == Character.MATH_SYMBOL
                || type == Character.OTHER_NUMBER
                || type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || "+-*/^_<>=!|()[]{}\u00b0\u2032\u2030\u00b7\u2010\u2011\u2012\u2013\u2014\u2796"
                                .indexOf(c)
                        >= 0;
    }

    private String command(int backslash) {
        int end = backslash + 1;
        while (end < to && isLatin(text.charAt(end))) {
            end++;
        }
        return text.substring(backslash + 1, end);
    }

    private int commandEnd(int backslash) {
        return Math.max(backslash + 2, backslash + 1 + command(backslash).length());
    }

    private boolean conjunction(int end) {
        int open = text.lastIndexOf('{', end - 1);
        String words = text.substring(open + 1, end - 1).strip().toLowerCase(Locale.ROOT);
        return words.equals("or") || words.equals("and") || words.endsWith("not");
    }

    /** Where the text command begins whose group ends here; -1 when it is no such group. */
    private int textGroup(int end) {
        int open = text.lastIndexOf('{', end - 1);
        int begin = open;
        while (begin > from && isLatin(text.charAt(begin - 1))) {
            begin--;
        }
        boolean command =
                begin > from
                        && text.charAt(begin - 1) == '\\'
                        && TermWords.TEXT.contains(text.substring(begin, open));
        return command ? begin - 1 : -1;
    }

    /** "Try 5: 6" is no ratio. */
    private boolean isRatio(int colon) {
        int left = colon - 1;
        boolean space = left >= from && text.charAt(left) == ' ';
        left -= space ? 1 : 0;
        boolean spaceBehind = colon + 1 < to && text.charAt(colon + 1) == ' ';
        return space == spaceBehind && left >= from && isDigit(left);
    }

    private boolean startsLine(int index) {
        int i = index;
        while (i > from && text.charAt(i - 1) == ' ') {
            i--;
        }
        return i == 0 || text.charAt(i - 1) == '\n';
    }

    private boolean isDigit(int index) {
        return isDigitAt(text.charAt(index));
    }

    private static boolean isDigitAt(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isGreek(char c) {
        return c >= '\u0391' && c <= '\u03c9';
    }

    private static boolean isLatin(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
