package io.github.luffyrl.djl.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {

    @TempDir static Path temporary;

    private static Path uninterrupted;

    @BeforeAll
    static void runToTheEnd() throws Exception {
        uninterrupted = temporary.resolve("uninterrupted");
        new TinyRun(uninterrupted).train();
    }

    @Test
    void aRunRepeatsItself() throws Exception {
        Path again = temporary.resolve("again");
        new TinyRun(again).train();
        assertSameResults(again);
    }

    @Test
    void aRunThatStopsAnywhereGoesOnAsIfItHadNot() throws Exception {
        for (int stop : new int[] {1, 4, 7, 18, 39}) {
            Path folder = temporary.resolve("stopped-" + stop);
            try {
                new TinyRun(folder).train(new Stop(stop));
            } catch (Stop.Stopped e) {
                // as if the process had ended
            }
            new TinyRun(folder).train();
            assertSameResults(folder);
        }
    }

    static void assertSameResults(Path folder) throws IOException {
        for (String file : TinyRun.results()) {
            assertEquals(
                    -1,
                    Files.mismatch(uninterrupted.resolve(file), folder.resolve(file)),
                    () -> file + " of " + folder);
        }
    }
}
