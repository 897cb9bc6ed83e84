package io.github.luffyrl.djl.internal.jinja;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;

/**
 * One rendering: its variables, its clock, and the bounds that a hostile template meets. Bounds
 * count work, not time, so that they do not depend on the machine.
 */
final class Run {

    static final int MAX_DEPTH = 400;
    static final int MAX_LENGTH = 1_000_000;
    private static final long MAX_STEPS = 500_000;
    private static final int CHARS_A_STEP = 16;

    private final Map<String, Object> variables;
    private final LocalDateTime now;
    private final long maxSteps;
    private final long maxLength;
    private long steps;
    private int depth;
    private int line = 1;

    /**
     * @param variables the template's input and the global functions
     * @param now what strftime_now() formats
     * @param inputLength characters of the input: a long conversation may cost more
     */
    Run(Map<String, Object> variables, LocalDateTime now, long inputLength) {
        this.variables = new HashMap<>(variables);
        this.now = now;
        this.maxSteps = MAX_STEPS + 4 * inputLength;
        this.maxLength = MAX_LENGTH + 2 * inputLength;
    }

    Object variable(String name) {
        Object value = variables.get(name);
        return value == null ? Undefined.name(name) : value;
    }

    LocalDateTime now() {
        return now;
    }

    int line() {
        return line;
    }

    void at(int newLine) {
        line = newLine;
    }

    /** Goes one level deeper: another expression, statement or level of a nested list. */
    void enter() {
        step(1);
        if (++depth > MAX_DEPTH) {
            throw new JinjaException("nested or recursive more than " + MAX_DEPTH + " levels");
        }
    }

    void leave() {
        depth--;
    }

    /** Counts work. */
    void step(long count) {
        steps += count;
        if (steps > maxSteps) {
            throw new JinjaException("the template takes more than " + maxSteps + " steps");
        }
    }

    /** Counts the work on so many characters. */
    void read(long characters) {
        step(1 + characters / CHARS_A_STEP);
    }

    /** Counts a new string, before it is made. */
    void makeText(long characters) {
        requireLength(characters);
        read(characters);
    }

    /** Counts a new list, before it is made. */
    void makeList(long items) {
        requireLength(items);
        step(1 + items);
    }

    /** Refuses texts and lists that are too long. */
    void requireLength(long length) {
        if (length > maxLength) {
            throw new JinjaException(
                    "a text or list of " + length + " is longer than " + maxLength);
        }
    }
}
