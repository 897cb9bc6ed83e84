package io.github.luffyrl.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A public type of luffy-core is used by the other modules, directly or by what they use: what only
 * its tests reach is deleted.
 */
class ReachableCoreTest {

    private static final String CORE = "io.github.luffyrl.core.";

    @Test
    void everyPublicTypeOfTheCoreIsUsed() {
        JavaClasses classes = LuffyClasses.all();
        Set<JavaClass> reached = reachable(classes);
        Set<String> unused =
                classes.stream()
                        .filter(type -> type.getName().startsWith(CORE))
                        .filter(type -> type.isTopLevelClass())
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(type -> !reached.contains(type))
                        .map(type -> type.getName().substring(CORE.length()))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(Set.of(), unused);
    }

    /** From all classes outside the core; a type brings its nested and its permitted types. */
    private static Set<JavaClass> reachable(JavaClasses classes) {
        Deque<JavaClass> next =
                new ArrayDeque<>(
                        classes.stream().filter(type -> !type.getName().startsWith(CORE)).toList());
        Set<JavaClass> reached = new HashSet<>(next);
        while (!next.isEmpty()) {
            JavaClass type = next.remove();
            Stream<JavaClass> used =
                    Stream.concat(
                            type.getDirectDependenciesFromSelf().stream()
                                    .map(Dependency::getTargetClass),
                            belonging(type, classes));
            used.map(JavaClass::getBaseComponentType)
                    .filter(other -> other.getName().startsWith(CORE))
                    .filter(reached::add)
                    .forEach(next::add);
        }
        return reached;
    }

    private static Stream<JavaClass> belonging(JavaClass type, JavaClasses classes) {
        Class<?>[] permitted = type.reflect().getPermittedSubclasses();
        Stream<JavaClass> choices =
                permitted == null ? Stream.empty() : Arrays.stream(permitted).map(classes::get);
        Stream<JavaClass> around =
                classes.stream()
                        .filter(
                                other ->
                                        other.getEnclosingClass().filter(type::equals).isPresent()
                                                || type.getEnclosingClass()
                                                        .filter(other::equals)
                                                        .isPresent());
        return Stream.concat(choices, around);
    }
}
