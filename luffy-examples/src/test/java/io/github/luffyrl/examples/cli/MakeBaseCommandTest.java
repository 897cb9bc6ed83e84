package io.github.luffyrl.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MakeBaseCommandTest {

    @TempDir Path directory;

    private Path make(String name, String... options) {
        Path out = directory.resolve(name);
        Object[] arguments = new Object[options.length + 3];
        arguments[0] = "make-base";
        arguments[1] = "--steps=2";
        arguments[2] = "--out=" + out;
        System.arraycopy(options, 0, arguments, 3, options.length);
        CommandResult result = CommandResult.of(arguments);
        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("step 2/2  loss "), result.out());
        return out;
    }

    @Test
    void theSameSeedMakesTheSameModel() throws IOException {
        Path first = make("first");
        Path second = make("second");
        Path other = make("other", "--seed=1");

        assertEquals(-1, mismatch(first, second));
        assertNotEquals(-1, mismatch(first, other));
        CommandResult evaluated = CommandResult.of("evaluate", "--model", first, "--limit=2");
        assertEquals(0, evaluated.code(), evaluated.err());
    }

    private static long mismatch(Path a, Path b) throws IOException {
        return Files.mismatch(a.resolve("model.safetensors"), b.resolve("model.safetensors"));
    }
}
