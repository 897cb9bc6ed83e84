package io.github.luffyrl.djl.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.jerolba.carpet.CarpetReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program without Parquet's library, in a JVM of its own. */
class OptionalParquetTest {

    /** carpet-record and the jars that it brings. */
    private static final Pattern LIBRARY =
            Pattern.compile(
                    ".*(carpet|parquet|hadoop|woodstox|stax2|zstd|snappy|aircompressor|jts-core"
                            + "|commons-collections|commons-pool|javax.annotation)[^/\\\\]*\\.jar");

    /** Prints how many problems a file has, or the error. */
    static final class Count {
        public static void main(String[] args) throws IOException {
            try {
                System.out.println(ProblemReader.read(Path.of(args[0])).problems().size());
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @TempDir Path dir;

    @Test
    void jsonLinesNeedNoLibrary() throws Exception {
        Path file = dir.resolve("two.jsonl");
        Files.writeString(file, "{\"prompt\": \"1+1?\", \"answer\": 2}\n".repeat(2));

        assertEquals("2", countWithoutLibrary(file));
    }

    @Test
    void theErrorNamesTheLibraryAndTheOtherFormat() throws Exception {
        Path file = Files.createFile(dir.resolve("some.parquet"));

        assertEquals(
                file
                        + ": the library that reads Parquet is not on the class path"
                        + " (com/jerolba/carpet/CarpetReader); add the dependency"
                        + " com.jerolba:carpet-record:0.5.0, or write the problems as JSON Lines",
                countWithoutLibrary(file));
    }

    @Test
    void theNamedVersionIsTheTestedOne() {
        String jar =
                CarpetReader.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        String name = ParquetProblems.LIBRARY.replaceFirst("^[^:]*:", "").replace(':', '-');

        assertTrue(jar.endsWith("/" + name + ".jar"), jar);
    }

    private String countWithoutLibrary(Path file) throws IOException, InterruptedException {
        String classPath =
                Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                        .splitAsStream(System.getProperty("java.class.path"))
                        .filter(entry -> !LIBRARY.matcher(entry).matches())
                        .collect(Collectors.joining(File.pathSeparator));
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                classPath,
                                Count.class.getName(),
                                file.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output.strip();
    }
}
