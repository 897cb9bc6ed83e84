package io.github.luffyrl.rewards.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.rewards.verifier.MathVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that a rule makes wrong, and verdicts that the names of variables must not change. */
class WrongAnswersTest {

    private static final int WRONG_ANSWERS = 100_000;
    private static final int RENAMINGS = 10_000;
    private static final List<String> UNITS =
            List.of("cm", "kg", "seconds", "dollars", "liters", "volts", "apples", "students");
    private static final List<String> SCALES =
            List.of("thousand", "million", "billion", "dozen", "hundred");
    private static final List<String> WORDS =
            List.of(
                    "is wrong",
                    "or more",
                    "at most",
                    "not",
                    "is too small",
                    "a.m.",
                    "tenths",
                    "halves",
                    "(base 7)",
                    "or 613",
                    "modulo 7");
    private static final List<String> DENIALS =
            List.of(
                    "anything but",
                    "all except",
                    "not",
                    "less than",
                    "at least",
                    "every number" + " above",
                    "the answer is not",
                    "minus",
                    "the opposite of");
    private static final List<String> STRUCK =
            List.of(
                    "\\cancel{\\boxed{%s}}",
                    "\\xcancel{\\boxed{%s}}",
                    "\\bcancel{\\boxed{%s}}",
                    "\\sout{\\boxed{%s}}",
                    "$\\cancel{\\boxed{%s}}$",
                    "\\boxed{\\cancel{%s}}",
                    "\\boxed{\\cancel{\\boxed{%s}}}",
                    "\\boxed{\\xcancel{%s}}",
                    "~~\\boxed{%s}~~",
                    "\\boxed{%s \\ne 613}",
                    "not \\boxed{%s}",
                    "\\frac{7}{\\boxed{%s}}");
    private static final List<String> RELATIONS =
            List.of(
                    "\\le",
                    "\\ge",
                    "<",
                    ">",
                    "\\ne",
                    "\\subset",
                    "\\subseteq",
                    "\\parallel",
                    "\\perp",
                    "\\sim",
                    "\\to",
                    "\\Rightarrow",
                    "\\in",
                    "\\propto");

    private final MathVerifier verifier = new MathVerifier();
    private final Random random = new Random(7);

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String other(List<String> from, String than) {
        String chosen = any(from);
        return chosen.equals(than) ? other(from, than) : chosen;
    }

    private boolean right(String gold, String boxed) {
        return verifier.verify(gold, "so it is \\boxed{" + boxed + "}.").isCorrect();
    }

    @Test
    @Timeout(900)
    void noAnswerIsTakenForRightThatARuleMadeWrong() {
        TreeSet<String> accepted = new TreeSet<>();
        for (int i = 0; i < WRONG_ANSWERS; i++) {
            String[] pair = i % 11 == 10 ? struck() : wrong(i % 11);
            boolean whole = pair[1].contains("\\boxed");
            boolean right =
                    whole ? verifier.verify(pair[0], pair[1]).isCorrect() : right(pair[0], pair[1]);
            if (right) {
                accepted.add(pair[0] + " | " + pair[1]);
            }
        }
        assertEquals("", String.join("\n", accepted));
    }

    /** A gold and an answer that is wrong by rule. */
    private String[] wrong(int rule) {
        String number = any(List.of("", "-")) + (2 + random.nextInt(600));
        String unit = any(UNITS);
        return switch (rule) {
            case 0 -> pair(number, number + "\\text{ " + any(WORDS) + "}");
            case 1 -> pair(number, "\\text{" + any(DENIALS) + " }" + number);
            case 2 -> pair(behind(number, unit), behind(number, other(UNITS, unit)));
            case 3 -> scales(number);
            case 4 -> shuffled();
            case 5 -> multiset();
            case 6 ->
                    pair(
                            number,
                            (1 + random.nextInt(600)) * 1000
                                    + any(List.of("=", "\\approx"))
                                    + number);
            case 7 -> relations();
            case 8 -> pair(number, "x=" + (700 + random.nextInt(99)) + "\\quad y=" + number);
            default -> letters(number);
        };
    }

    /** The answer itself, crossed out within its box or with it, or in another place of a term. */
    private String[] struck() {
        String number = any(List.of("", "-")) + (2 + random.nextInt(600));
        String response =
                any(STRUCK)
                        .formatted(any(List.of("%s", "%s\\text{ cm}", "%s^2")).formatted(number));
        return pair(number, response);
    }

    private static String[] pair(String gold, String wrong) {
        return new String[] {gold, wrong};
    }

    private static String behind(String number, String words) {
        return number + "\\text{ " + words + "}";
    }

    private String[] scales(String number) {
        String scale = any(SCALES);
        if (random.nextInt(4) == 0) { // in plain text
            return pair(number, number + " " + scale);
        }
        String wrong = random.nextBoolean() ? number : behind(number, other(SCALES, scale));
        return random.nextBoolean()
                ? pair(behind(number, scale), wrong)
                : pair(wrong, behind(number, scale));
    }

    /** Letters in another order, as a bare word, as text, or as the name of a figure. */
    private String[] shuffled() {
        int length = 2 + random.nextInt(6);
        char first = random.nextBoolean() ? 'a' : 'A';
        StringBuilder word = new StringBuilder();
        random.ints(length, 0, 26).forEach(letter -> word.append((char) (first + letter)));
        String gold = word.toString();
        List<Character> letters = new ArrayList<>();
        for (int i = 0; i < gold.length(); i++) {
            letters.add(gold.charAt(i));
        }
        java.util.Collections.shuffle(letters, random);
        StringBuilder shuffled = new StringBuilder();
        letters.forEach(shuffled::append);
        String wrong = shuffled.toString();
        if (wrong.equals(gold)) {
            return shuffled();
        }
        String around = any(List.of("%s", "\\text{%s}", "\\angle %s", "\\overrightarrow{%s}"));
        return pair(around.formatted(gold), around.formatted(wrong));
    }

    private String[] multiset() {
        List<Integer> gold = new ArrayList<>(random.ints(3, 1, 50).boxed().toList());
        gold.add(gold.get(0));
        List<Integer> wrong = new ArrayList<>(gold);
        wrong.remove(0);
        if (random.nextBoolean()) {
            wrong.add(gold.get(1));
        }
        java.util.Collections.shuffle(wrong, random);
        List<Integer> a = new ArrayList<>(gold);
        List<Integer> b = new ArrayList<>(wrong);
        a.sort(null);
        b.sort(null);
        return a.equals(b) ? multiset() : pair(plain(gold), plain(wrong));
    }

    private static String plain(List<Integer> numbers) {
        return numbers.toString().replace("[", "").replace("]", "");
    }

    private String[] relations() {
        String relation = any(RELATIONS);
        String second = other(RELATIONS, relation);
        String left = any(List.of("", "A ", "x "));
        String right = left.isEmpty() ? "" : any(List.of(" B", " y", " 3"));
        return pair(left + relation + right, left + second + right);
    }

    private String[] letters(String number) {
        String unit = any(List.of("mg", "cm", "ms", "abc", "ml", "kg", "xyz"));
        return random.nextBoolean()
                ? pair(number, number + unit)
                : pair("\\frac{1}{7}" + unit, "\\frac{1}{7}");
    }

    /** Pairs with three names in them. */
    private static final List<String[]> TEMPLATES =
            List.of(
                    pair("\\frac{1}{2^{#1}}", "2^{-#1}"),
                    pair("e^{-#1}", "\\frac{1}{e^{#1}}"),
                    pair("\\left(\\frac23\\right)^{#1}", "\\frac{2^{#1}}{3^{#1}}"),
                    pair("\\sqrt{#1#2}", "\\sqrt{#1}\\sqrt{#2}"),
                    pair("\\ln\\frac{#1}{#2}", "\\ln{#1}-\\ln{#2}"),
                    pair("\\frac{#1^2-#2^2}{#1-#2}", "#1+#2"),
                    pair("\\sqrt{#1^2#2}", "#1\\sqrt{#2}"),
                    pair("#1^{#2+#3}", "#1^{#2}#1^{#3}"),
                    pair("2#1+#2", "#1+2#2"),
                    pair("#1=#2+#3", "#3=#1-#2"),
                    pair("#1#2", "#2#1"));

    @Test
    @Timeout(900)
    void whatVariablesAreCalledDoesNotChangeTheVerdict() {
        TreeSet<String> changed = new TreeSet<>();
        for (String[] template : TEMPLATES) {
            boolean expected = right(named(template[0], "pqr"), named(template[1], "pqr"));
            for (int i = 0; i < RENAMINGS / TEMPLATES.size() + 1; i++) {
                String names = names();
                String gold = named(template[0], names);
                if (right(gold, named(template[1], names)) != expected) {
                    changed.add(gold + " | " + named(template[1], names));
                }
            }
        }
        assertEquals("", String.join("\n", changed));
    }

    private String names() {
        String letters = "abcdjklmnopqrstuvwxyzABCDEIJKLMNOPQRSTUVWXYZ";
        StringBuilder names = new StringBuilder();
        while (names.length() < 3) {
            String letter = "" + letters.charAt(random.nextInt(letters.length()));
            names.append(names.indexOf(letter) < 0 ? letter : "");
        }
        // Side by side, some letters are a word or a Greek letter in plain text.
        return names.toString().matches(".*(or|ln|pi|mu|nu|xi|to|tg).*")
                ? names()
                : names.toString();
    }

    private static String named(String template, String names) {
        return template.replace("#1", names.substring(0, 1))
                .replace("#2", names.substring(1, 2))
                .replace("#3", names.substring(2));
    }

    @Test
    void someTemplatesAreRightAndSomeWrongRightAndWrongAnswers() {
        assertTrue(right("\\frac{1}{2^n}", "2^{-n}"));
        assertFalse(right("ab", "ba"));
    }
}
