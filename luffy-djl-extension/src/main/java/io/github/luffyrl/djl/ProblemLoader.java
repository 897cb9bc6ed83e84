package io.github.luffyrl.djl;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.djl.problem.OnInvalid;
import io.github.luffyrl.djl.problem.PreparedProblems;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.problem.ProblemReader;
import io.github.luffyrl.djl.problem.ProblemSet;
import io.github.luffyrl.djl.recipe.DataSettings;
import io.github.luffyrl.djl.run.TrainingParts;
import java.io.IOException;
import java.util.List;

/** Reads and checks problem files as a recipe says. */
public final class ProblemLoader {

    private final TrainingParts parts;
    private final DataSettings data;

    /**
     * Creates a loader.
     *
     * @param parts of the training: settings and reward
     */
    public ProblemLoader(TrainingParts parts) {
        this.parts = parts;
        data = parts.get(DataSettings.class);
    }

    /**
     * Reads problems to train on.
     *
     * @param files files, folders, or patterns
     * @param encoder of the model
     * @param heldOut the problems that are held out
     * @return the problems, with notes on what is easily overlooked
     * @throws IOException if a file is missing or cannot be read
     * @throws IllegalArgumentException if something is refused
     */
    public PreparedProblems training(
            List<String> files, ProblemEncoder encoder, List<Problem> heldOut) throws IOException {
        return prepared(withDemonstrations(files), encoder)
                .besides(heldOut)
                .judgedBy(parts.guarded(parts.get(RewardFunction.class)), encoder);
    }

    /**
     * Reads problems that are held out.
     *
     * @param files files, folders, or patterns
     * @param encoder of the model
     * @return the problems
     * @throws IOException if a file is missing or cannot be read
     * @throws IllegalArgumentException if something is refused
     */
    public PreparedProblems heldOut(List<String> files, ProblemEncoder encoder) throws IOException {
        return prepared(evaluated(files), encoder);
    }

    /**
     * Reads problems to be evaluated on, whatever the length of their prompts.
     *
     * @param files files, folders, or patterns
     * @return the problems
     * @throws IOException if a file is missing or cannot be read
     * @throws IllegalArgumentException if something is refused
     */
    public ProblemSet evaluated(List<String> files) throws IOException {
        return solvable(ProblemReader.read(files, data.reading().forEvaluation()), data.badRows());
    }

    /**
     * Reads problems to be evaluated on after parts of their demonstrations.
     *
     * @param files files, folders, or patterns
     * @return the problems
     * @throws IOException if a file is missing or cannot be read
     * @throws IllegalArgumentException if something is refused
     */
    public ProblemSet withDemonstrations(List<String> files) throws IOException {
        return solvable(ProblemReader.read(files, data.reading()), data.badRows());
    }

    /** Checks problems in memory. */
    List<Problem> checked(List<Problem> problems) {
        return problems.isEmpty()
                ? problems
                : solvable(new ProblemSet(problems, problems.size(), List.of()), OnInvalid.REFUSE)
                        .problems();
    }

    private PreparedProblems prepared(ProblemSet set, ProblemEncoder encoder) {
        return PreparedProblems.of(set, encoder, data.tooLong());
    }

    private ProblemSet solvable(ProblemSet set, OnInvalid onInvalid) {
        return set.solvable(parts.get(RewardFunction.class), onInvalid);
    }

    /**
     * Checks that a run will be what its recipe says: without any demonstration, LUFFY would
     * silently be another method.
     *
     * @param problems to train on
     * @throws IllegalArgumentException if the recipe asks for demonstrations and there is none
     */
    public void requireDemonstrations(List<Problem> problems) {
        if (parts.guided() && problems.stream().allMatch(p -> p.demonstrations().isEmpty())) {
            throw new IllegalArgumentException(
                    "the method "
                            + parts.recipe().method()
                            + " learns from demonstrations, and none of the "
                            + problems.size()
                            + " problems has one; add \"demonstrations\", name their field with"
                            + " data.fields.demonstrations, or choose a method without, such as"
                            + " grpo");
        }
    }
}
