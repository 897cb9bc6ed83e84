package io.github.luffyrl.examples.combinationlock;

import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A problem: wheels of the digits 0 to 9, which turn by one up or down, from 9 to 0 and back. It is
 * solved by turning every wheel to its target in the fewest turns, one wheel after another in any
 * order. The wheels are called a, b, c and so on.
 *
 * @param start digit of each wheel, 1 to 26 of them
 * @param target digit that each wheel has to show, as many, each another than the start
 */
record Lock(String start, String target) {

    private static final int DIGITS = 10;
    private static final int HALF = 5;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,26}");
    private static final Pattern PROMPT = Pattern.compile("(?:[a-z][0-9][0-9])+=");
    private static final Pattern WHEEL = Pattern.compile("[a-z]([0-9])([0-9])");

    /** Rejects what is no lock, and a wheel that shows its target already. */
    Lock {
        if (start.length() != target.length()
                || !NUMBER.matcher(start).matches()
                || !NUMBER.matcher(target).matches()) {
            throw new IllegalArgumentException(
                    "'" + start + "' and '" + target + "': need as many digits, 1 to 26");
        }
        for (int wheel = 0; wheel < start.length(); wheel++) {
            if (start.charAt(wheel) == target.charAt(wheel)) {
                throw new IllegalArgumentException(
                        "'"
                                + start
                                + "' and '"
                                + target
                                + "': wheel "
                                + letter(wheel)
                                + " shows its target already");
            }
        }
    }

    /**
     * Draws a lock with uniform digits.
     *
     * @param wheels how many, 1 to 26
     * @param random the generator
     */
    static Lock uniform(int wheels, RandomGenerator random) {
        StringBuilder start = new StringBuilder();
        StringBuilder target = new StringBuilder();
        for (int i = 0; i < wheels; i++) {
            int from = random.nextInt(DIGITS);
            start.append(from);
            target.append((from + random.nextInt(1, DIGITS)) % DIGITS);
        }
        return new Lock(start.toString(), target.toString());
    }

    /**
     * Reads a problem's text.
     *
     * @param prompt see {@link #prompt}
     * @return the problem
     * @throws IllegalArgumentException if the text is another
     */
    static Lock parse(String prompt) {
        StringBuilder start = new StringBuilder();
        StringBuilder target = new StringBuilder();
        if (PROMPT.matcher(prompt).matches()) {
            Matcher wheel = WHEEL.matcher(prompt);
            while (wheel.find()) {
                start.append(wheel.group(1));
                target.append(wheel.group(2));
            }
            Lock lock = new Lock(start.toString(), target.toString());
            if (lock.prompt().equals(prompt)) {
                return lock;
            }
        }
        throw new IllegalArgumentException("'" + prompt + "': need a lock such as a30b95c28=");
    }

    /** The text that the policy answers: letter, start and target of each wheel. */
    String prompt() {
        StringBuilder prompt = new StringBuilder();
        for (int wheel = 0; wheel < wheels(); wheel++) {
            prompt.append(letter(wheel)).append(start.charAt(wheel)).append(target.charAt(wheel));
        }
        return prompt.append('=').toString();
    }

    /** Number of wheels. */
    int wheels() {
        return start.length();
    }

    /** How often the wheel has to be turned up to show its target: 1 to 9. */
    int upTurns(int wheel) {
        return Math.floorMod(target.charAt(wheel) - start.charAt(wheel), DIGITS);
    }

    /** Fewest turns until the wheel shows its target: 1 to 5. */
    int fewestTurns(int wheel) {
        return Math.min(upTurns(wheel), DIGITS - upTurns(wheel));
    }

    /** Whether down is the shorter way; five turns are as many up as down. */
    boolean shorterDown(int wheel) {
        return upTurns(wheel) > HALF;
    }

    /**
     * Turns a wheel to its target.
     *
     * @param wheel its number, from 0
     * @param down which way
     * @return its letter and what it shows after each turn, such as {@code a210}
     */
    String turned(int wheel, boolean down) {
        StringBuilder text = new StringBuilder().append(letter(wheel));
        int turns = down ? DIGITS - upTurns(wheel) : upTurns(wheel);
        int digit = start.charAt(wheel) - '0';
        for (int i = 0; i < turns; i++) {
            digit = Math.floorMod(digit + (down ? -1 : 1), DIGITS);
            text.append(digit);
        }
        return text.toString();
    }

    private static char letter(int wheel) {
        return (char) ('a' + wheel);
    }
}
