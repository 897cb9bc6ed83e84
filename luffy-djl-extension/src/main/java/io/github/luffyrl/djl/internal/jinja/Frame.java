package io.github.luffyrl.djl.internal.jinja;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of a template that has its own variables, and what it does with their names.
 *
 * <p>Jinja2 resolves names when it compiles (jinja2.idtracking): a name that a part sets before it
 * mentions it otherwise, outside any {@code if}, and that no part around it mentions, is undefined
 * until it is set, even if the template's input has it.
 */
final class Frame {

    /** What a macro's body may mention without declaring it. */
    static final Set<String> SPECIAL = Set.of("caller", "varargs", "kwargs");

    private final @Nullable Frame outer;
    private final Set<String> mentioned = new HashSet<>();
    private final Set<String> setFirst = new HashSet<>();
    private final Set<String> readWithin = new HashSet<>();
    private Set<String> undefined = Set.of();
    private int branches;

    Frame(@Nullable Frame outer) {
        this.outer = outer;
    }

    void read(String name) {
        mentioned.add(name);
        for (Frame frame = this; frame != null && frame.readWithin.add(name); ) {
            frame = frame.outer;
        }
    }

    void set(String name) {
        if (mentioned.add(name) && branches == 0) {
            setFirst.add(name);
        }
    }

    /** A macro's parameter, a loop's variable or one of {@code with}: there from the start. */
    void declare(String name) {
        mentioned.add(name);
    }

    void enterBranch() {
        branches++;
    }

    void leaveBranch() {
        branches--;
    }

    /** Whether it, or a part within it, reads the name. */
    boolean reads(String name) {
        return readWithin.contains(name);
    }

    /** Whether it or a part around it mentions the name. */
    boolean knows(String name) {
        return mentioned.contains(name) || (outer != null && outer.knows(name));
    }

    /** Decides what is undefined, when the whole template has been parsed. */
    void resolve() {
        Set<String> names = new HashSet<>(setFirst);
        names.removeIf(name -> outer != null && outer.knows(name));
        undefined = Set.copyOf(names);
    }

    /** The names that are undefined at its start, whatever the template's input has. */
    Set<String> undefined() {
        return undefined;
    }

    /** Jinja2 looks for no names in the filters of a set block, and fails on new ones. */
    void requireKnown(int line) {
        for (String name : mentioned) {
            if (outer == null || !outer.knows(name)) {
                throw new JinjaException(
                        line,
                        "the filter of a set block reads "
                                + name
                                + ", which is not read before it");
            }
        }
    }

    /** Refuses what would be a macro's own in a place where Jinja has surprises. */
    void refuseSpecial(int line) {
        for (String name : SPECIAL) {
            if (reads(name)) {
                throw new JinjaException(line, name + " is not supported here");
            }
        }
    }
}
