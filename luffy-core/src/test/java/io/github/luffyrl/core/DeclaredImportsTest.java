package io.github.luffyrl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.luffyrl.core.reward.Attempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeclaredImportsTest {

    private static final String ROOT = "io.github.luffyrl.core";

    @Test
    void namesAreReadAcrossLinesAndDots() {
        assertEquals(
                Set.of("a", "b.c", "d"),
                DeclaredImports.declared(
                        """
                        /**
                         * Does {@code x}. May import {@code a}, {@code b.c} and {@code
                         * d}. Not {@code e}.
                         */
                        package p;"""));
        assertEquals(Set.of(), DeclaredImports.declared("/** Imports nothing of luffy. */"));
    }

    /** An {@link Attempt} has a problem and a completion. */
    @Test
    void whatIsMissingAndWhatIsTooMuchIsNamed(@TempDir Path sources) throws IOException {
        Path file = sources.resolve("io/github/luffyrl/core/reward/package-info.java");
        Files.createDirectories(file.getParent());
        JavaClasses classes = new ClassFileImporter().importClasses(Attempt.class);

        Files.writeString(file, "/** May import {@code problem} and {@code prefix}. */");
        assertEquals(
                List.of(file + " does not declare rollout", file + " declares prefix, unused"),
                DeclaredImports.contradictions(ROOT, classes, sources));

        Files.writeString(file, "/** May import {@code problem} and {@code rollout}. */");
        assertEquals(List.of(), DeclaredImports.contradictions(ROOT, classes, sources));
    }
}
