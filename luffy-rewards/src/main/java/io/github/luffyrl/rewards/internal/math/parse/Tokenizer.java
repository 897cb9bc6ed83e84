package io.github.luffyrl.rewards.internal.math.parse;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Function;
import io.github.luffyrl.rewards.internal.math.Operator;
import io.github.luffyrl.rewards.internal.math.parse.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cuts mathematical text into tokens, in one pass. */
final class Tokenizer {

    private static final Set<String> CONJUNCTIONS =
            Set.of("and", "or", "and also", "as well as", "&");
    private static final Pattern JOINED = Pattern.compile("(?is)(and\\b|or\\b|,|;)(.+)");
    private static final Pattern UNIT_WORDS =
            Pattern.compile("[A-Za-z]{2,15}(?:(?: ?/ ?| )[A-Za-z]{1,15}(?:\\^\\{?[23]}?)?){0,3}");
    private static final Pattern VECTOR =
            Pattern.compile(
                    "[\\s({]*\\\\(?:(?:vec|mathbf|overrightarrow|boldsymbol|bm|mathbb|mathcal)(?![A-Za-z])|\\{)");
    private static final Pattern RATIO = Pattern.compile("\\d+\\s+to\\s+\\d+");
    private static final int SHORTEST_WORD = 4;

    private final String text;
    private final Notation notation;
    private final Budget budget;
    private final NumberScanner numbers;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int brackets;
    private boolean spaced;

    private Tokenizer(String text, Notation notation, Budget budget) {
        this.text = text;
        this.notation = notation;
        this.budget = budget;
        this.numbers = new NumberScanner(text, budget);
    }

    /** The tokens of a text, with an END token behind them. */
    static List<Token> tokenize(String text, Notation notation, Budget budget) {
        Tokenizer tokenizer = new Tokenizer(ascii(text), notation, budget);
        tokenizer.run();
        tokenizer.add(Kind.END, "");
        return tokenizer.tokens;
    }

    private static String ascii(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String replacement = c < 128 ? null : Vocabulary.UNICODE.get(c);
            if (replacement != null) {
                out.append(replacement);
            } else if (c >= ' ' || Character.isWhitespace(c)) {
                out.append(c);
            }
        }
        return out.toString();
    }

    private void run() {
        while (position < text.length()) {
            budget.spend(10);
            char c = text.charAt(position);
            if (Character.isWhitespace(c) || c == '~') {
                whiteSpace();
            } else if (NumberScanner.isDigit(c) || (c == '.' && digitAt(position + 1))) {
                number();
            } else if (c == '\\') {
                command();
            } else if (isLetter(c)) {
                letters();
            } else if (Character.isIdeographic(c)) {
                int start = position;
                while (position < text.length() && Character.isIdeographic(text.charAt(position))) {
                    position++;
                }
                words(text.substring(start, position));
            } else {
                position++;
                symbol(c);
            }
        }
    }

    /** A blank line separates answers. */
    private void whiteSpace() {
        int lines = 0;
        while (position < text.length()
                && (Character.isWhitespace(text.charAt(position))
                        || text.charAt(position) == '~')) {
            lines += text.charAt(position) == '\n' ? 1 : 0;
            position++;
        }
        spaced = true;
        if (lines > 1) {
            add(Kind.SPACE, "blank line");
        }
    }

    private boolean digitAt(int index) {
        return index < text.length() && NumberScanner.isDigit(text.charAt(index));
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private void add(Kind kind, String spelling) {
        tokens.add(new Token(kind, spelling, null, spaced));
        spaced = false;
    }

    private @Nullable Token last() {
        return tokens.isEmpty() ? null : tokens.get(tokens.size() - 1);
    }

    private void number() {
        boolean plain = notation == Notation.PLAIN;
        Token before = last();
        // "x^23" is x^2 3 in LaTeX, but nobody who writes it means that: keep the number whole.
        boolean oneDigit =
                before != null
                        && (before.is(Kind.COMMAND, "frac")
                                || isShortArgument()
                                || (before.is(Kind.SUBSCRIPT) && isBaseOfLogarithm()))
                        && !plain;
        if (oneDigit) {
            addNumber(Num.of(text.charAt(position) - '0'));
            position++;
            return;
        }
        Num value =
                numbers.scan(
                        position,
                        brackets == 0 && notation != Notation.LATEX_LIST,
                        plain && brackets == 0);
        addNumber(value);
        position = numbers.end();
    }

    private boolean isBaseOfLogarithm() {
        int size = tokens.size();
        return size >= 2 && tokens.get(size - 2).is(Kind.FUNCTION);
    }

    /** Whether a digit here is the second argument of a fraction, as in {@code \frac12}. */
    private boolean isShortArgument() {
        int size = tokens.size();
        if (size >= 2 && tokens.get(size - 2).is(Kind.COMMAND, "frac")) {
            return tokens.get(size - 1).is(Kind.NUMBER);
        }
        return false;
    }

    private void addNumber(Num value) {
        tokens.add(new Token(Kind.NUMBER, value.value().toString(), value, spaced));
        spaced = false;
    }

    private void symbol(char c) {
        switch (c) {
            case '+', '-', '*', '/' -> add(Kind.OPERATOR, "" + c);
            case '(', '[' -> open("" + c);
            case ')', ']' -> close("" + c);
            case '{' -> add(Kind.OPEN, "{");
            case '}' -> add(Kind.CLOSE, "}");
            case '|' -> add(Kind.BAR, "|");
            case '^' -> add(Kind.SUPERSCRIPT, "^");
            case '_' -> add(Kind.SUBSCRIPT, "_");
            case ',', ';' -> add(Kind.SEPARATOR, "" + c);
            case ':' -> {
                if (text.startsWith("=", position)) {
                    position++;
                    relation(Operator.EQUAL);
                } else {
                    add(Kind.COLON, ":");
                }
            }
            case '%' -> add(Kind.SCALE, "%");
            case '\'' -> add(Kind.PRIME, "'");
            case '&' -> add(Kind.COLUMN, "&");
            case '!' -> {
                if (text.startsWith("=", position) && !text.startsWith("==", position)) {
                    position++;
                    relation(Operator.NOT_EQUAL);
                } else {
                    add(Kind.FACTORIAL, "!");
                }
            }
            case '=' -> {
                if (text.startsWith("=", position)) {
                    position++;
                }
                relation(Operator.EQUAL);
            }
            case '<' -> inequality(Operator.LESS, Operator.LESS_OR_EQUAL);
            case '>' -> inequality(Operator.GREATER, Operator.GREATER_OR_EQUAL);
            case '.', '$', '`', '"' -> spaced = true;
            default -> throw new UnreadableException("the character '" + c + "'");
        }
    }

    private void inequality(Operator strict, Operator loose) {
        if (text.startsWith("=", position)) {
            position++;
            relation(loose);
        } else {
            relation(strict);
        }
    }

    private void relation(Operator operator) {
        add(Kind.RELATION, operator.name());
    }

    private void open(String bracket) {
        brackets++;
        add(Kind.OPEN, bracket);
    }

    private void close(String bracket) {
        brackets--;
        add(Kind.CLOSE, bracket);
    }

    private void command() {
        position++;
        if (position == text.length()) {
            return;
        }
        char c = text.charAt(position);
        if (!isLetter(c)) {
            position++;
            escaped(c);
            return;
        }
        int start = position;
        while (position < text.length() && isLetter(text.charAt(position))) {
            position++;
        }
        String name = text.substring(start, position);
        if (name.equals("operatorname") && text.startsWith("*", position)) {
            position++;
        }
        named(name);
    }

    private void escaped(char c) {
        switch (c) {
            case '{' -> open("\\{");
            case '}' -> close("\\}");
            case '%' -> add(Kind.SCALE, "%");
            case '|' -> add(Kind.BAR, "|");
            case '\\' -> {
                // Over-escaped LaTeX, as in "\\frac", is read as if it had one backslash.
                boolean escapedTwice =
                        position + 1 < text.length()
                                && isLetter(text.charAt(position))
                                && isLetter(text.charAt(position + 1))
                                && !text.contains("\\begin");
                if (escapedTwice) {
                    position--;
                    command();
                } else {
                    add(Kind.ROW, "\\\\");
                    skipRowSpacing();
                }
            }
            case '$' -> add(Kind.TEXT, "dollars");
            case '(', ')', '[', ']', ',', ';', ':', '!', '>', ' ', '-', '\n', '\'', '/', '&' ->
                    spaced = true;
            default -> throw new UnreadableException("\\" + c);
        }
    }

    private void skipRowSpacing() {
        if (text.startsWith("[", position)) {
            int close = text.indexOf(']', position);
            if (close > 0 && close < position + 8 && digitAt(position + 1)) {
                position = close + 1; // "\\[4pt]"
            }
        }
    }

    private void named(String name) {
        if (isFenced(name)) {
            return;
        }
        if (name.equals("quad") || name.equals("qquad")) {
            add(Kind.SPACE, name);
            return;
        }
        if (Vocabulary.ACCENTS.contains(name)) {
            accent(name);
            return;
        }
        if (Vocabulary.IGNORED.contains(name) || Vocabulary.SPACES.contains(name)) {
            spaced = true;
            return;
        }
        if (Vocabulary.TEXT_COMMANDS.contains(name)) {
            textCommand(name);
            return;
        }
        if (Vocabulary.DROPPED_WITH_ARGUMENT.contains(name)) {
            argument();
            spaced = true;
            return;
        }
        String spelling = Vocabulary.OPENING.get(name);
        if (spelling != null) {
            open(spelling);
            return;
        }
        spelling = Vocabulary.CLOSING.get(name);
        if (spelling != null) {
            close(spelling);
            return;
        }
        Operator relation = Vocabulary.RELATIONS.get(name);
        if (relation != null) {
            relation(relation);
            return;
        }
        spelling = Vocabulary.OPERATORS.get(name);
        if (spelling != null) {
            add(Kind.OPERATOR, name.equals("times") && isAtVector() ? "cross" : spelling);
            return;
        }
        spelling = Vocabulary.NAMES.get(name);
        if (spelling != null) {
            add(Kind.NAME, spelling);
            return;
        }
        if (Vocabulary.SET_OPERATIONS.containsKey(name)) {
            add(Kind.SET_OPERATION, name);
            return;
        }
        if (Function.named(name) != null) {
            add(Kind.FUNCTION, name);
            return;
        }
        structural(name);
    }

    /**
     * What stands over several letters, or in front of them, makes a name of them in this order.
     */
    /** The cross product of vectors and the product of sets have an order. */
    private boolean isAtVector() {
        return VECTOR.matcher(text).region(position, text.length()).lookingAt();
    }

    private void accent(String name) {
        int before = position;
        String content = argument().replaceAll("\\s", "");
        boolean bare = position == before && Vocabulary.FIGURES.contains(name);
        if (bare) {
            while (position < text.length() && text.charAt(position) == ' ') {
                position++;
            }
            int start = position;
            while (position < text.length() && isLetter(text.charAt(position))) {
                position++;
            }
            content = text.substring(start, position);
        }
        boolean letters = content.length() > 1 && content.chars().allMatch(Tokenizer::isWord);
        if (letters) {
            add(Kind.NAME, name + " " + content);
            return;
        }
        position = before;
        boolean number = content.chars().anyMatch(c -> NumberScanner.isDigit((char) c));
        if (Vocabulary.IGNORED.contains(name) && !number) {
            spaced = true;
        } else if (Vocabulary.FIGURES.contains(name)) {
            add(Kind.NAME, name);
        } else {
            add(Kind.COMMAND, "accent " + name);
        }
    }

    private void structural(String name) {
        switch (name) {
            case "frac", "dfrac", "tfrac", "cfrac" -> add(Kind.COMMAND, "frac");
            case "binom", "dbinom", "tbinom" -> add(Kind.COMMAND, "binom");
            case "int", "iint", "oint" -> add(Kind.COMMAND, "int");
            case "sqrt",
                    "sum",
                    "prod",
                    "lim",
                    "choose",
                    "over",
                    "pmod",
                    "degree",
                    "circ",
                    "prime",
                    "not" ->
                    add(Kind.COMMAND, name);
            case "lg" -> add(Kind.COMMAND, "lg");
            case "vert", "Vert", "mid" -> add(Kind.BAR, "|");
            case "begin", "end" -> add(Kind.COMMAND, name + " " + argument().replace("*", ""));
            case "colon" -> add(Kind.COLON, ":");
            case "percent", "pct" -> add(Kind.SCALE, "%");
            default -> glued(name);
        }
    }

    /** A command that letters run into, as in {@code \lvertx}; or a name that is not known. */
    private void glued(String name) {
        for (Map<String, String> delimiters : List.of(Vocabulary.OPENING, Vocabulary.CLOSING)) {
            for (String known : delimiters.keySet()) {
                if (name.startsWith(known)) {
                    position -= name.length() - known.length();
                    named(known);
                    return;
                }
            }
        }
        if (name.startsWith("vert")) {
            position -= name.length() - "vert".length();
            add(Kind.BAR, "|");
            return;
        }
        add(Kind.NAME, name);
    }

    /** {@code \left|} and {@code \right|} say which side a bar is on. */
    private boolean isFenced(String name) {
        boolean left = name.equals("left") || name.equals("mleft");
        boolean right = name.equals("right") || name.equals("mright");
        if (!left && !right) {
            return false;
        }
        int at = position;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        int length = 0;
        for (String bar : new String[] {"|", "\\vert", "\\Vert", "\\|"}) {
            if (text.startsWith(bar, at)) {
                length = bar.length();
            }
        }
        if (length > 0) {
            position = at + length;
            if (left) {
                open("|");
            } else {
                close("|");
            }
            return true;
        }
        if (text.startsWith(".", at)) {
            position = at + 1;
        }
        return false;
    }

    /** The raw text of a braced argument; empty when there is none. */
    private String argument() {
        int at = position;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (at >= text.length() || text.charAt(at) != '{') {
            return "";
        }
        int depth = 0;
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                position = i + 1;
                return text.substring(at + 1, i);
            }
        }
        position = text.length();
        return text.substring(at + 1);
    }

    private void textCommand(String command) {
        int before = position;
        String content = argument();
        if (position == before && !command.equals("mathbb")) {
            spaced = true; // \mathrm x: the next token is read as it stands
            return;
        }
        if (position == before) {
            position = text.startsWith(" ", before) ? before + 1 : before;
            content = position < text.length() ? text.substring(position, ++position) : "";
        }
        budget.spend(10L * content.length());
        String words = content.replace("~", " ").replace("\\ ", " ").replace("\\,", " ").strip();
        if (command.equals("mathbb") && words.length() == 1) {
            String set = Vocabulary.NAMES.get(words);
            add(Kind.NAME, set == null ? words : set);
        } else {
            phrase(command, words);
        }
    }

    /** A comma or semicolon as it is; of words, whether they name alternatives. */
    private static String conjunction(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        return lower.length() == 1 && !lower.equals("&")
                ? lower
                : lower.equals("or") ? "or" : "and";
    }

    /** The words of a text command, which may begin or end with what joins them to the rest. */
    private void phrase(String command, String words) {
        Matcher joined = JOINED.matcher(words);
        if (CONJUNCTIONS.contains(words.toLowerCase(Locale.ROOT))) {
            add(Kind.SEPARATOR, conjunction(words));
        } else if (words.equals(",") || words.equals(";")) {
            add(Kind.SEPARATOR, words);
        } else if (joined.matches()) {
            add(Kind.SEPARATOR, conjunction(joined.group(1)));
            budget.enter();
            phrase(command, joined.group(2).strip());
            budget.leave();
        } else if (isJoiningEnd(words)) {
            int cut = words.endsWith(",") ? 1 : words.endsWith(" or") ? 3 : 4;
            budget.enter();
            phrase(command, words.substring(0, words.length() - cut).strip());
            budget.leave();
            add(Kind.SEPARATOR, cut == 1 ? "," : cut == 3 ? "or" : "and");
        } else if (words.equals("to") && isBehindValue()) {
            add(Kind.COLON, ":");
        } else if (RATIO.matcher(words).matches()) {
            inline(words.replaceFirst("\\s+to\\s+", ":"));
        } else if (Vocabulary.isAssertion(words)) {
            add(Kind.TEXT, words);
            relation(Operator.EQUAL);
        } else if (isLetterUnit(words)) {
            add(Kind.TEXT, words);
        } else if (isMathematics(words)) {
            inline(words);
        } else if (isQuantity(words)) {
            int unit = words.indexOf(' ');
            inline(words.substring(0, unit));
            words(words.substring(unit).strip());
        } else if (Function.named(words) != null) {
            add(Kind.FUNCTION, words);
        } else if (command.startsWith("operatorname")
                && words.chars().allMatch(Tokenizer::isWord)) {
            add(Kind.COMMAND, "function " + words);
        } else if (!words.isEmpty()) {
            words(words);
        }
    }

    private void words(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        if (isPercent(lower)) {
            add(Kind.SCALE, "%");
        } else if (lower.equals("degrees") || lower.equals("degree") || lower.equals("deg")) {
            add(Kind.SCALE, "deg");
        } else {
            add(Kind.TEXT, words);
        }
    }

    private static boolean isPercent(String word) {
        return word.equals("percent")
                || word.equals("percentage")
                || word.equals("pct")
                || word.equals("per cent")
                || word.equals("%")
                || word.equals("\\%");
    }

    private static boolean isWord(int c) {
        return isLetter((char) c);
    }

    /** Whether the content of a text command is one letter, a number, or the like. */
    private static boolean isMathematics(String words) {
        if (words.isEmpty()) {
            return false;
        }
        char first = words.charAt(0);
        if (words.length() == 1) {
            return isLetter(first) || NumberScanner.isDigit(first);
        }
        if (first == '(' && words.length() == 3 && words.charAt(2) == ')') {
            return isLetter(words.charAt(1));
        }
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            if (!NumberScanner.isDigit(c) && "+-*/.,:()^ =%\\$".indexOf(c) < 0) {
                return false;
            }
        }
        return words.chars().anyMatch(c -> NumberScanner.isDigit((char) c));
    }

    private static boolean isJoiningEnd(String words) {
        return words.length() > 4
                && (words.endsWith(",") || words.endsWith(" or") || words.endsWith(" and"));
    }

    /** One letter behind a value, as in {@code 5\text{ m}}. */
    private boolean isLetterUnit(String words) {
        return words.length() == 1
                && isLetter(words.charAt(0))
                && Units.of(words, budget).isPresent()
                && isBehindValue();
    }

    /** A number and a unit, as in {@code \text{2 hours}}. */
    private static boolean isQuantity(String words) {
        int space = words.indexOf(' ');
        return space > 0
                && isMathematics(words.substring(0, space))
                && words.substring(space).chars().allMatch(c -> c == ' ' || isLetter((char) c))
                && NumberScanner.isDigit(words.charAt(space - 1));
    }

    private void inline(String words) {
        Tokenizer inner = new Tokenizer(words, notation, budget);
        inner.run();
        tokens.addAll(inner.tokens);
        spaced = false;
    }

    private void letters() {
        int start = position;
        if (spaced && isBehindValue() && unitPhrase()) {
            return;
        }
        while (position < text.length() && isLetter(text.charAt(position))) {
            position++;
        }
        String run = text.substring(start, position);
        String lower = run.toLowerCase(Locale.ROOT);
        if (lower.equals("and") || lower.equals("or")) {
            add(Kind.SEPARATOR, lower);
        } else if (isPercent(lower) || lower.startsWith("degree")) {
            words(run);
        } else if (isUnknownWord(run)) {
            add(Kind.TEXT, run);
        } else if (run.equals("to") && spaced && isBehindValue()) {
            add(Kind.COLON, ":");
        } else if (run.equals("sqrt")) {
            add(Kind.COMMAND, "sqrt");
        } else if (run.equals("mod")) {
            add(Kind.OPERATOR, "mod");
        } else if (lower.equals("infinity") || lower.equals("inf") || lower.equals("infty")) {
            add(Kind.NAME, "\u221e");
        } else if (Vocabulary.GREEK.contains(run)) {
            add(Kind.NAME, run);
        } else if (!functionName(run)) {
            for (int i = 0; i < run.length(); i++) {
                add(Kind.NAME, run.substring(i, i + 1));
            }
        }
    }

    /** A function, perhaps with a variable behind it, as in {@code sinx}. */
    private boolean functionName(String run) {
        if (run.length() > 1 && Function.named(run) != null) {
            add(Kind.FUNCTION, run);
            return true;
        }
        String name = run.substring(0, run.length() - 1);
        if (Set.of("sin", "cos", "tan", "log", "ln").contains(name)) {
            add(Kind.FUNCTION, name);
            add(Kind.NAME, run.substring(run.length() - 1));
            return true;
        }
        return false;
    }

    /** Words that stand behind a value in plain text count, whatever they say. */
    private boolean isUnknownWord(String run) {
        return spaced
                && run.length() >= SHORTEST_WORD
                && Function.named(run) == null
                && isBehindValue();
    }

    /** Steps over "square meters" or "km/h" behind a value; false when it is no known unit. */
    private boolean unitPhrase() {
        Matcher words = UNIT_WORDS.matcher(text).region(position, text.length());
        if (!words.lookingAt()) {
            return false;
        }
        Token before = Objects.requireNonNull(last());
        String phrase = words.group();
        while (true) {
            boolean symbol =
                    phrase.chars().allMatch(Tokenizer::isWord)
                            ? Units.isSymbol(phrase, before.is(Kind.NUMBER))
                            : Units.of(phrase, budget).isPresent();
            if (symbol) {
                position += phrase.length();
                add(Kind.UNIT, phrase);
                return true;
            }
            int space = Math.max(phrase.lastIndexOf(' '), phrase.lastIndexOf('/'));
            if (space < 0) {
                return false;
            }
            phrase = phrase.substring(0, space).stripTrailing();
        }
    }

    private boolean isBehindValue() {
        int at = tokens.size() - 1;
        if (at > 0 && isJoint(tokens.get(at))) {
            return isUnit(at - 1); // "m/s", "kg m^2/s^2"
        }
        Token before = last();
        return before != null
                && (before.is(Kind.NUMBER)
                        || before.is(Kind.CLOSE)
                        || before.is(Kind.TEXT)
                        || before.is(Kind.UNIT)
                        || before.is(Kind.NAME, "pi")
                        || before.is(Kind.NAME, "\u221e"));
    }

    private static boolean isJoint(Token token) {
        return token.is(Kind.OPERATOR, "/") || token.is(Kind.OPERATOR, "*");
    }

    /** Whether a unit, perhaps with an exponent, ends at a token. */
    private boolean isUnit(int end) {
        int at = end;
        while (at > 0 && end - at < 6 && !tokens.get(at).is(Kind.TEXT) && isExponent(at)) {
            at--;
        }
        return tokens.get(at).is(Kind.TEXT) || tokens.get(at).is(Kind.UNIT);
    }

    private boolean isExponent(int at) {
        Token token = tokens.get(at);
        return token.is(Kind.NUMBER)
                || token.is(Kind.SUPERSCRIPT)
                || token.is(Kind.OPEN, "{")
                || token.is(Kind.CLOSE, "}")
                || token.is(Kind.OPERATOR, "-");
    }
}
