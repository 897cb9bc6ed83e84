package io.github.luffyrl.examples.cli;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.djl.dataset.ProblemReader;
import io.github.luffyrl.djl.dataset.ProblemSet;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Reads problem files and says what was in them. */
final class ProblemFiles {

    private ProblemFiles() {}

    static List<Problem> read(Path file, PrintStream out) throws IOException {
        ProblemSet set = ProblemReader.read(file);
        long guided = set.problems().stream().filter(p -> !p.demonstrations().isEmpty()).count();
        out.println(
                file
                        + ": "
                        + set.problems().size()
                        + " problems, "
                        + guided
                        + " with demonstrations");
        set.skipped()
                .forEach((reason, count) -> out.println("  left out: " + count + " " + reason));
        return set.problems();
    }
}
