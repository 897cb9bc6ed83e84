package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.core.rejection.CollectedTraces;
import io.github.luffyrl.core.rejection.TraceSampler;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.generation.PolicySampler;
import io.github.luffyrl.djl.generation.ScoredSampling;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.djl.run.TrainingParts;
import io.github.luffyrl.djl.server.ChatSampler;
import io.github.luffyrl.djl.server.InferenceServer;
import io.github.luffyrl.djl.server.ServerPolicy;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Function;

/**
 * A model that traces are collected from.
 *
 * @param sampler samples it
 * @param identity tells it from others, so that no collection mixes two
 * @param cost says what its samples have cost
 */
public record TraceSource(
        TraceSampler sampler, String identity, Function<CollectedTraces, String> cost) {

    /** A model that is loaded here. */
    static TraceSource loaded(LoadedModel loaded, RewardFunction reward, Recipe recipe)
            throws IOException {
        long parameters = loaded.block().multipliedParameters();
        return new TraceSource(
                new PolicySampler(
                        new ModelPolicy(loaded.model()),
                        TrainingParts.of(recipe).encoder(loaded),
                        reward,
                        recipe.sampling().temperature(),
                        recipe.seed()),
                "model " + LoadedModel.fingerprint(loaded.directory()),
                collected ->
                        String.format(
                                Locale.ROOT, "%.3g FLOPs", collected.compute().flops(parameters)));
    }

    /**
     * Returns a model on a server that has the tokens and the template of the model to be trained.
     * Its probabilities are kept where the server says them.
     *
     * @param server has the model
     * @param name of the model
     * @param encoder of the model to be trained
     * @param reward which responses are right
     * @param recipe temperature and seed
     * @return the source
     */
    public static TraceSource ofTokens(
            InferenceServer server,
            String name,
            ProblemEncoder encoder,
            RewardFunction reward,
            Recipe recipe) {
        ServerPolicy policy = ServerPolicy.untrained(server, encoder);
        return new TraceSource(
                new PolicySampler(
                        new ScoredSampling(
                                policy, encoder, reward, recipe.sampling().temperature()),
                        recipe.seed(),
                        policy::demonstration),
                "served model " + name + " by tokens",
                TraceSource::tokens);
    }

    /**
     * Returns a chat model of any tokenizer on a server.
     *
     * @param server has the model
     * @param name of the model
     * @param encoder of the model to be trained
     * @param reward which responses are right
     * @param recipe temperature and seed
     * @return the source
     */
    public static TraceSource ofChat(
            InferenceServer server,
            String name,
            ProblemEncoder encoder,
            RewardFunction reward,
            Recipe recipe) {
        ChatSampler sampler =
                new ChatSampler(
                        server, encoder, reward, recipe.sampling().temperature(), recipe.seed());
        return new TraceSource(
                sampler,
                "served model " + name + " by chat",
                collected ->
                        String.format(
                                Locale.ROOT,
                                "%s, %d right responses refused now",
                                tokens(collected),
                                sampler.refused()));
    }

    private static String tokens(CollectedTraces collected) {
        return collected.compute().forwardTokens() + " tokens";
    }
}
