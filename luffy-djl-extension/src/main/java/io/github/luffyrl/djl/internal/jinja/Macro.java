package io.github.luffyrl.djl.internal.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A macro with the variables that it was defined among. */
record Macro(Signature signature, Scope outer) implements CallableValue {

    /**
     * A macro as written.
     *
     * @param defaults of the last parameters
     * @param frame of {@code caller}, {@code varargs} and {@code kwargs} it takes what it reads
     */
    record Signature(
            String name,
            List<String> parameters,
            List<Expression> defaults,
            Frame frame,
            Statement.Block body) {

        Signature named(String newName) {
            return new Signature(newName, parameters, defaults, frame, body);
        }

        Signature with(Statement.Block newBody) {
            return new Signature(name, parameters, defaults, frame, newBody);
        }
    }

    @Override
    public Object call(Run run, Arguments arguments) {
        run.enter();
        int line = run.line();
        Scope scope = outer.inner(signature.frame());
        assign(scope, arguments);
        String text = signature.body().capture(scope);
        run.at(line);
        run.leave();
        return text;
    }

    private void assign(Scope scope, Arguments arguments) {
        Map<String, Object> named = new LinkedHashMap<>(arguments.named());
        List<String> parameters = signature.parameters();
        List<Object> positional = arguments.positional();
        for (int i = 0; i < parameters.size(); i++) {
            String name = parameters.get(i);
            Object given = i < positional.size() ? positional.get(i) : named.remove(name);
            scope.set(name, given == null ? Undefined.name(name) : given);
        }
        assignSpecial(scope, positional, named);
        int required = parameters.size() - signature.defaults().size();
        for (int i = 0; i < parameters.size(); i++) {
            String name = parameters.get(i);
            if (i >= positional.size() && !arguments.named().containsKey(name)) {
                scope.set(
                        name,
                        i < required
                                ? new Undefined("parameter '" + name + "' was not provided")
                                : signature.defaults().get(i - required).evaluate(scope));
            }
        }
    }

    private void assignSpecial(Scope scope, List<Object> positional, Map<String, Object> named) {
        if (signature.frame().reads("caller")) {
            Object caller = named.remove("caller");
            scope.set("caller", caller == null ? new Undefined("No caller defined") : caller);
        }
        if (signature.frame().reads("kwargs")) {
            scope.set("kwargs", new LinkedHashMap<Object, Object>(named));
        } else if (!named.isEmpty()) {
            throw new JinjaException(
                    "macro " + signature.name() + " takes no " + named.keySet().iterator().next());
        }
        int count = signature.parameters().size();
        if (signature.frame().reads("varargs")) {
            int from = Math.min(count, positional.size());
            scope.set("varargs", new Tuple(positional.subList(from, positional.size())));
        } else if (positional.size() > count) {
            throw new JinjaException(
                    "macro " + signature.name() + " takes at most " + count + " arguments");
        }
    }
}
