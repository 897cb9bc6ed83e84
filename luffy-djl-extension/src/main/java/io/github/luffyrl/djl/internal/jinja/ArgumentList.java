package io.github.luffyrl.djl.internal.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call's arguments as written, {@code *list} and {@code **dictionary} among them. */
record ArgumentList(
        List<Expression> positional,
        Map<String, Expression> named,
        @Nullable Expression moreItems,
        @Nullable Expression moreNames) {

    static final ArgumentList EMPTY = new ArgumentList(List.of(), Map.of(), null, null);

    static ArgumentList of(Expression only) {
        return new ArgumentList(List.of(only), Map.of(), null, null);
    }

    Arguments evaluate(Scope scope) {
        List<Object> values = Expression.evaluate(positional, scope);
        Map<String, Object> names = new LinkedHashMap<>();
        named.forEach((name, value) -> names.put(name, value.evaluate(scope)));
        if (moreItems != null) {
            values.addAll(Values.list(scope.run(), moreItems.evaluate(scope)));
        }
        if (moreNames != null) {
            if (!(moreNames.evaluate(scope) instanceof Map<?, ?> map)) {
                throw new JinjaException("** needs a dictionary");
            }
            map.forEach(
                    (name, value) -> {
                        if (names.put(Texts.of(name, "a name"), value) != null) {
                            throw new JinjaException("the argument " + name + " is given twice");
                        }
                    });
        }
        return new Arguments(values, names);
    }
}
