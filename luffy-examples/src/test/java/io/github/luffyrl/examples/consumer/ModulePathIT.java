package io.github.luffyrl.examples.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packaged jars work on a module path, beside the libraries that they need. */
class ModulePathIT {

    private static final Map<String, String> MODULES =
            Map.of(
                    "io.github.luffyrl.core", "io.github.luffyrl.core.problem.Problem",
                    "io.github.luffyrl.rewards", "io.github.luffyrl.rewards.verifier.MathVerifier",
                    "io.github.luffyrl.djl", "io.github.luffyrl.djl.LuffyTraining");

    /** What the libraries need to load; Parquet's jars share packages and stay away. */
    private static final List<String> NEEDED =
            List.of(
                    "luffy-",
                    "api-",
                    "pytorch-engine-",
                    "tokenizers-",
                    "jackson-",
                    "slf4j-api-",
                    "jspecify-",
                    "snakeyaml-",
                    "gson-",
                    "jna-",
                    "commons-compress-",
                    "guice-",
                    "jakarta.inject-",
                    "aopalliance-",
                    "guava-",
                    "failureaccess-");

    @Test
    void everyLibraryIsAModuleWhoseClassesLoad() throws Exception {
        ModuleFinder finder = ModuleFinder.of(jars().toArray(Path[]::new));
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration =
                boot.configuration().resolve(finder, ModuleFinder.of(), MODULES.keySet());
        ClassLoader parent = ClassLoader.getPlatformClassLoader();
        ModuleLayer layer = boot.defineModulesWithOneLoader(configuration, parent);

        for (Map.Entry<String, String> module : MODULES.entrySet()) {
            Class<?> type = layer.findLoader(module.getKey()).loadClass(module.getValue());
            // links what its signatures name
            assertTrue(type.getDeclaredMethods().length > 0, module.getValue());
            assertEquals(module.getKey(), type.getModule().getName());
        }
        assertEquals(
                MODULES.keySet(),
                Set.copyOf(
                        finder.findAll().stream()
                                .map(found -> found.descriptor().name())
                                .filter(name -> name.startsWith("io.github.luffyrl."))
                                .toList()));
    }

    private static List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("target", "lib"))) {
            files.filter(file -> needed(file.getFileName().toString())).forEach(jars::add);
        }
        return jars;
    }

    private static boolean needed(String name) {
        return NEEDED.stream().anyMatch(name::startsWith);
    }
}
