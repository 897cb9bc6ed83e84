package io.github.luffyrl.examples.cli;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.djl.dataset.ProblemReader;
import io.github.luffyrl.djl.dataset.ProblemSet;
import io.github.luffyrl.examples.report.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads problem files and says what was in them. */
final class ProblemFiles {

    private ProblemFiles() {}

    static List<Problem> read(Path file, Console console) throws IOException {
        ProblemSet set = ProblemReader.read(file);
        long guided = set.problems().stream().filter(p -> !p.demonstrations().isEmpty()).count();
        console.say("%s: %d problems, %d with demonstrations", file, set.problems().size(), guided);
        set.skipped().forEach(finding -> console.say("  left out: %s", finding));
        return set.problems();
    }
}
