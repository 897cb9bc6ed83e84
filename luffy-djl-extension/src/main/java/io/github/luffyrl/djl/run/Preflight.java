package io.github.luffyrl.djl.run;

import io.github.luffyrl.core.objective.BehaviourPolicy;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.problem.EncodedProblem;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.recipe.Objective;
import io.github.luffyrl.djl.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Checks before the first step what would otherwise end a run late, possibly after hours.
 *
 * @param recipe every setting
 * @param config of the model
 */
public record Preflight(Recipe recipe, CausalLmConfig config) {

    private static final int ARRAYS_OF_A_CHECKPOINT = 3; // weights and two moments
    private static final double MIB = 1 << 20;

    /**
     * Checks that the problems fit the model and the loss.
     *
     * @param encoder of the model
     * @param training the problems to train on
     * @param sets those that accuracy is measured on
     * @throws IllegalArgumentException naming a problem that is too long for the model's positions
     *     or has tokens that the model does not know, or if the loss needs behaviour probabilities
     *     that no demonstration has
     */
    public void check(
            ProblemEncoder encoder, List<Problem> training, Map<String, List<Problem>> sets) {
        requireBehaviourProbabilities(training);
        int longest = encoder.maxPromptTokens() + encoder.maxResponseTokens();
        boolean fits = longest <= config.maxPositionEmbeddings();
        if (fits && encoder.tokenizer().size() <= config.vocabSize()) {
            return; // whatever the problems are
        }
        training.forEach(problem -> check(encoder.encode(problem), encoder));
        for (List<Problem> set : sets.values()) {
            for (Problem problem : set) {
                Tokens prompt = encoder.encodePrompt(problem);
                check(new EncodedProblem(problem, prompt, List.of()), encoder);
            }
        }
    }

    private void requireBehaviourProbabilities(List<Problem> training) {
        Objective objective = recipe.objective();
        BehaviourPolicy behaviour = objective.offPolicy().behaviour();
        boolean needed =
                objective.kind() == Objective.Kind.MIXED_POLICY
                        && (behaviour == BehaviourPolicy.GIVEN
                                || behaviour == BehaviourPolicy.GIVEN_SHAPED);
        List<Demonstration> demonstrations =
                training.stream().flatMap(problem -> problem.demonstrations().stream()).toList();
        if (needed
                && !demonstrations.isEmpty()
                && demonstrations.stream().noneMatch(Demonstration::hasBehaviourProbabilities)) {
            throw new IllegalArgumentException(
                    "objective.offPolicy.behaviour = "
                            + behaviour.toString().toLowerCase(Locale.ROOT).replace('_', '-')
                            + ", but no demonstration has behaviourProbabilities: add them to the"
                            + " data, or set objective.offPolicy.behaviour=certain");
        }
    }

    private void check(EncodedProblem problem, ProblemEncoder encoder) {
        int tokens = problem.prompt().length() + encoder.maxResponseTokens();
        if (tokens > config.maxPositionEmbeddings()) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "problem %s: a prompt of %d tokens and a response of up to %d are longer"
                                    + " than the model's max_position_embeddings = %d; lower"
                                    + " sampling.maxResponseTokens, or leave the problem out",
                            problem.problem().id(),
                            problem.prompt().length(),
                            encoder.maxResponseTokens(),
                            config.maxPositionEmbeddings()));
        }
        requireKnown(problem, problem.prompt());
        problem.demonstrations().forEach(demo -> requireKnown(problem, demo.tokens()));
    }

    private void requireKnown(EncodedProblem problem, Tokens tokens) {
        for (int id : tokens.toArray()) {
            if (id >= config.vocabSize()) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "problem %s has token %d, but the model has embeddings for %d tokens"
                                        + " (vocab_size): do tokenizer and weights belong together?",
                                problem.problem().id(),
                                id,
                                config.vocabSize()));
            }
        }
    }

    /**
     * Checks that the results can be written.
     *
     * @param output the run's folder, which need not exist
     * @param weights how many the model has
     * @throws IOException if the folder cannot be written, or the disk has no room for the
     *     checkpoints and the trained model
     */
    public void requireSpace(Path output, long weights) throws IOException {
        Path existing = output.toAbsolutePath().normalize();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw new IOException(
                    output + ": " + existing + " cannot be written; name another folder");
        }
        long needed = bytes(weights);
        long free = Files.getFileStore(existing).getUsableSpace();
        if (free < needed) {
            throw new IOException(
                    String.format(
                            Locale.ROOT,
                            "%s: the disk has %.0f MiB left, and the run writes up to %.0f MiB; free"
                                    + " some space, lower safety.checkpointsKept = %d, or name"
                                    + " another folder",
                            output,
                            free / MIB,
                            needed / MIB,
                            recipe.safety().checkpointsKept()));
        }
    }

    /** All checkpoints that are kept, the one being written, the model and the best model. */
    long bytes(long weights) {
        boolean adapter = recipe.lora().adapter().isPresent();
        long models = (adapter && !recipe.lora().merged()) ? 0 : 1;
        long best = !adapter && recipe.validation().every().isPresent() ? 2 : 0;
        long checkpoints =
                adapter ? 0 : (recipe.safety().checkpointsKept() + 1L) * ARRAYS_OF_A_CHECKPOINT;
        return Float.BYTES * weights * (models + best + checkpoints);
    }
}
