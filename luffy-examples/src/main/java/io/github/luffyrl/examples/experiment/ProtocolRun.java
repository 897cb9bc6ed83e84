package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.reward.RewardProvider;
import io.github.luffyrl.djl.evaluation.Evaluation;
import io.github.luffyrl.djl.evaluation.EvaluationCondition;
import io.github.luffyrl.djl.evaluation.EvaluationProtocol;
import io.github.luffyrl.djl.evaluation.ProtocolResult;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.djl.run.PolicyFactory;
import io.github.luffyrl.djl.run.RunLock;
import io.github.luffyrl.djl.run.TrainingParts;
import io.github.luffyrl.djl.text.PromptTemplate;
import io.github.luffyrl.examples.report.Console;
import io.github.luffyrl.examples.report.ProtocolReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An evaluation under several conditions, kept in a folder: completions, a table, a picture.
 *
 * @param samples of each problem under each condition
 * @param temperatures to be sampled at
 * @param topPs shares of the probability that are sampled from
 * @param templates of prompts, see {@link PromptTemplate#load(Path, String)}
 * @param graders {@code reward} for the task's own or the recipe's, else kinds of rewards
 */
public record ProtocolRun(
        int samples,
        List<Double> temperatures,
        List<Double> topPs,
        List<String> templates,
        List<String> graders) {

    private static final String OWN_REWARD = "reward";

    /**
     * Runs what is not in the folder yet.
     *
     * @param recipe limits and the reward's options
     * @param task sets to evaluate on
     * @param loaded the model
     * @param folder created if absent
     * @param console what the user sees
     * @throws IOException when something cannot be read or written
     * @throws IllegalArgumentException if the folder is of another evaluation
     */
    public void run(Recipe recipe, Task task, LoadedModel loaded, Path folder, Console console)
            throws IOException {
        TrainingParts parts = task.parts(recipe);
        Map<String, RewardFunction> judges = new LinkedHashMap<>();
        for (String grader : graders) {
            judges.put(
                    grader,
                    parts.guarded(
                            grader.equals(OWN_REWARD)
                                    ? parts.get(RewardFunction.class)
                                    : RewardProvider.find(grader, Map.of())));
        }
        EvaluationProtocol protocol =
                new EvaluationProtocol(conditions(), samples, judges, Evaluation.SEED);
        ProtocolReport report;
        RunLock lock = RunLock.of(folder);
        try {
            ProtocolResult result =
                    protocol.run(
                            parts.get(PolicyFactory.class).create(loaded.model()),
                            encoders(parts.encoder(loaded), loaded.directory()),
                            task.evaluation(),
                            folder.resolve("completions.jsonl"),
                            identity(recipe, loaded),
                            (done, all) -> console.say("  %d of %d completions", done, all));
            report = new ProtocolReport(samples, result);
            report.write(folder);
        } finally {
            lock.close();
        }
        console.say("%n%s", report.toString().stripTrailing());
        console.say("%nevaluation   %s", folder);
    }

    private List<EvaluationCondition> conditions() {
        List<EvaluationCondition> conditions = new ArrayList<>();
        for (String template : templates) {
            for (double topP : topPs) {
                for (double temperature : temperatures) {
                    conditions.add(new EvaluationCondition(template, temperature, topP));
                }
            }
        }
        return conditions;
    }

    /** The recipe's variables are for the model's own template. */
    private Map<String, ProblemEncoder> encoders(ProblemEncoder own, Path directory)
            throws IOException {
        Map<String, ProblemEncoder> encoders = new LinkedHashMap<>();
        for (String template : templates) {
            encoders.put(
                    template,
                    template.equals("model")
                            ? own
                            : own.rendering(PromptTemplate.load(directory, template)));
        }
        return encoders;
    }

    private static String identity(Recipe recipe, LoadedModel loaded) throws IOException {
        return "model "
                + LoadedModel.fingerprint(loaded.directory())
                + ", responses up to "
                + recipe.sampling().maxResponseTokens()
                + " tokens, reward "
                + recipe.reward();
    }
}
