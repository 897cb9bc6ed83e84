package io.github.luffyrl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** No reference number lies in the golden folder without a test that is compared with it. */
class GoldenFamiliesTest {

    /**
     * Learning rates belong to the optimizer: LearningRateScheduleGoldenTest of the DJL extension.
     */
    private static final Set<String> COMPARED_BY_OTHER_MODULES = Set.of("schedules");

    @Test
    void everyFamilyOfTheFolderIsComparedByATest() throws IOException {
        Set<String> families = new HashSet<>(familiesOfTests());
        families.addAll(COMPARED_BY_OTHER_MODULES);
        requireKnown(GoldenFamily.folder(), families);
    }

    @Test
    void aFileOfNoTestIsNamed(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("gae.json"));
        Files.createFile(folder.resolve("forgotten.json"));
        Files.createFile(folder.resolve("README.md"));

        AssertionError error =
                assertThrows(
                        AssertionError.class, () -> requireKnown(folder, Set.of("gae", "prime")));

        assertTrue(error.getMessage().contains("forgotten.json"), error.getMessage());
        assertFalse(error.getMessage().contains("gae.json"), error.getMessage());
        assertFalse(error.getMessage().contains("README.md"), error.getMessage());
    }

    @Test
    void anEmptyFolderIsAnError(@TempDir Path folder) {
        assertThrows(AssertionError.class, () -> requireKnown(folder, Set.of("gae")));
    }

    private static void requireKnown(Path folder, Set<String> families) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
        List<Path> unknown = files.stream().filter(f -> !families.contains(name(f))).toList();
        assertFalse(files.isEmpty(), () -> "no golden file in " + folder);
        assertEquals(List.of(), unknown, "no test has a GoldenFamily of these files");
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.json$", "");
    }

    /** Those registered as an extension, which fails where a number was not compared. */
    private static Set<String> familiesOfTests() {
        return new ClassFileImporter()
                .importPackagesOf(GoldenFamily.class).stream()
                        .flatMap(tests -> tests.getFields().stream())
                        .filter(field -> field.getRawType().isEquivalentTo(GoldenFamily.class))
                        .filter(field -> field.isAnnotatedWith(RegisterExtension.class))
                        .map(GoldenFamiliesTest::family)
                        .collect(Collectors.toSet());
    }

    private static String family(JavaField declared) {
        Field field = declared.reflect();
        field.setAccessible(true);
        try {
            return ((GoldenFamily) field.get(null)).name();
        } catch (IllegalAccessException e) {
            throw new AssertionError(declared.getFullName(), e);
        }
    }
}
