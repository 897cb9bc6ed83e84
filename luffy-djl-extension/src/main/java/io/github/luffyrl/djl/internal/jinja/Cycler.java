package io.github.luffyrl.djl.internal.jinja;

import java.util.List;

/** Jinja's cycler(): gives its items one after the other, again and again. */
final class Cycler {

    private final List<Object> items;
    private int at;

    private Cycler(List<Object> items) {
        this.items = items;
    }

    static Cycler of(Arguments arguments) {
        if (arguments.positional().isEmpty() || !arguments.named().isEmpty()) {
            throw new JinjaException("cycler() needs items");
        }
        return new Cycler(arguments.positional());
    }

    Object get(String name) {
        return switch (name) {
            case "current" -> items.get(at);
            case "next" -> (CallableValue) (run, arguments) -> next(arguments);
            case "reset" ->
                    (CallableValue)
                            (run, arguments) -> {
                                arguments.bindNone("reset()");
                                at = 0;
                                return None.NONE;
                            };
            case "items", "pos" ->
                    throw new JinjaException("the attribute " + name + " is not supported");
            default -> Undefined.of(this, name);
        };
    }

    private Object next(Arguments arguments) {
        arguments.bindNone("next()");
        Object item = items.get(at);
        at = (at + 1) % items.size();
        return item;
    }
}
