package io.github.luffyrl.djl.internal.jinja;

import java.util.List;

/** What {@code set}, {@code for} and {@code with} assign to. */
sealed interface Target {

    void assign(Scope scope, Object value);

    /** The variables that it sets. */
    List<String> names();

    /** The namespaces whose fields it sets. */
    default List<String> owners() {
        return List.of();
    }

    record Variable(String name) implements Target {
        @Override
        public void assign(Scope scope, Object value) {
            scope.set(name, value);
        }

        @Override
        public List<String> names() {
            return List.of(name);
        }
    }

    /** {@code ns.name} of a namespace. */
    record Field(String namespace, String name) implements Target {
        @Override
        public void assign(Scope scope, Object value) {
            if (!(scope.get(namespace) instanceof Namespace owner)) {
                throw new JinjaException(
                        namespace + "." + name + " can be set only if it is a namespace()");
            }
            owner.set(name, value);
        }

        @Override
        public List<String> names() {
            return List.of();
        }

        @Override
        public List<String> owners() {
            return List.of(namespace);
        }
    }

    /** {@code a, b}. */
    record Several(List<Target> parts) implements Target {
        @Override
        public void assign(Scope scope, Object value) {
            List<Object> values = Values.list(scope.run(), value);
            if (values.size() != parts.size()) {
                throw new JinjaException(
                        values.size() + " values for " + parts.size() + " variables");
            }
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).assign(scope, values.get(i));
            }
        }

        @Override
        public List<String> names() {
            return parts.stream().flatMap(part -> part.names().stream()).toList();
        }

        @Override
        public List<String> owners() {
            return parts.stream().flatMap(part -> part.owners().stream()).toList();
        }
    }
}
