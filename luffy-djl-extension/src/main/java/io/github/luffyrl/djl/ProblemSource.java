package io.github.luffyrl.djl;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.djl.problem.EncodedProblem;
import io.github.luffyrl.djl.problem.PreparedProblems;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.problem.ProblemSet;
import io.github.luffyrl.djl.recipe.EvaluationSettings;
import io.github.luffyrl.djl.run.TrainingParts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The problems of a run, in memory or in files. */
record ProblemSource(
        List<Problem> problems,
        List<String> problemFiles,
        List<Problem> heldOut,
        List<String> heldOutFiles,
        @Nullable Map<String, List<Problem>> named,
        TrainingParts parts,
        RunListener listener) {

    /** What a run is trained and evaluated on. */
    record Read(List<Problem> training, Map<String, List<Problem>> sets) {

        String fingerprint() {
            List<Problem> all = new ArrayList<>(training);
            sets.values().forEach(all::addAll);
            return new ProblemSet(all, all.size(), List.of()).fingerprint();
        }
    }

    Read read(ProblemEncoder encoder) throws IOException {
        if (named != null && (!heldOut.isEmpty() || !heldOutFiles.isEmpty())) {
            throw new IllegalArgumentException(
                    "evaluateOn names all sets: add the problems held out to them");
        }
        ProblemLoader loader = new ProblemLoader(parts);
        List<Problem> held =
                heldOutFiles.isEmpty()
                        ? loader.checked(heldOut)
                        : told(heldOutFiles, loader.heldOut(heldOutFiles, encoder));
        List<Problem> training =
                problemFiles.isEmpty()
                        ? loader.checked(problems)
                        : told(problemFiles, loader.training(problemFiles, encoder, held));
        if (training.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no problem to train on: call LuffyTraining.problems(..)");
        }
        loader.requireDemonstrations(training);
        return new Read(training, named == null ? sets(training, held) : named);
    }

    private Map<String, List<Problem>> sets(List<Problem> training, List<Problem> held) {
        int count = parts.get(EvaluationSettings.class).problems();
        Map<String, List<Problem>> sets = new LinkedHashMap<>();
        sets.put("training", training.stream().limit(count).toList());
        if (!held.isEmpty()) {
            sets.put("held out", held.stream().limit(count).toList());
        }
        return sets;
    }

    private List<Problem> told(List<String> files, PreparedProblems prepared) {
        listener.onProblems(String.join(", ", files), prepared.summary());
        return prepared.problems().stream().map(EncodedProblem::problem).toList();
    }
}
