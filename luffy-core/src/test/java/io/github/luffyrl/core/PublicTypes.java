package io.github.luffyrl.core;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The types that a module shows its users: public, top-level and in no {@code internal} package.
 * Each module lists them in a file, so that the public face changes on purpose only.
 */
public final class PublicTypes {

    private static final Path LIST = Path.of("src/test/resources/public-types.txt");

    private PublicTypes() {}

    /** The names without the module's package, sorted. */
    public static List<String> of(JavaClasses classes, String root) {
        return classes.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getPackageName().contains(".internal"))
                .map(type -> type.getName().substring(root.length() + 1))
                .sorted()
                .toList();
    }

    /** The names that the module under test lists. */
    public static List<String> listed() throws IOException {
        return Files.readAllLines(LIST).stream().sorted().toList();
    }
}
