package io.github.luffyrl.examples.combinationlock;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A problem: wheels of the digits 0 to 9, which turn by one up or down, from 9 to 0 and back. It is
 * solved by turning every wheel to its target, in any order, in the fewest turns.
 *
 * @param start digit of each wheel, 1 to 26 of them
 * @param target digit that each wheel has to show, as many
 */
record Lock(String start, String target) {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,26}");
    private static final Pattern PROMPT = Pattern.compile("(\\d+)\\|(\\d+)=");

    /** Rejects what are not as many digits. */
    Lock {
        if (start.length() != target.length()
                || !DIGITS.matcher(start).matches()
                || !DIGITS.matcher(target).matches()) {
            throw new IllegalArgumentException(
                    "'" + start + "' and '" + target + "': need as many digits, 1 to 26");
        }
    }

    /**
     * Reads a problem's text.
     *
     * @param prompt see {@link #prompt}
     * @return the problem
     * @throws IllegalArgumentException if the text is another
     */
    static Lock parse(String prompt) {
        Matcher matcher = PROMPT.matcher(prompt);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + prompt + "': need a lock such as 392|058=");
        }
        return new Lock(matcher.group(1), matcher.group(2));
    }

    /** The text that the policy answers, such as {@code 392|058=}. */
    String prompt() {
        return start + "|" + target + "=";
    }

    /** Number of wheels. */
    int wheels() {
        return start.length();
    }

    /** How often the wheel has to be turned up to show its target: 0 to 9. */
    int upTurns(int wheel) {
        return Math.floorMod(target.charAt(wheel) - start.charAt(wheel), 10);
    }

    /** Fewest turns of all wheels together. */
    int fewestTurns() {
        return IntStream.range(0, wheels())
                .map(wheel -> Math.min(upTurns(wheel), 10 - upTurns(wheel)))
                .sum();
    }
}
