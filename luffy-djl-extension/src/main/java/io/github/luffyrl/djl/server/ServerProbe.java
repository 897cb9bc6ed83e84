package io.github.luffyrl.djl.server;

import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.ResponseScorer;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import java.util.List;
import java.util.Locale;

/**
 * Compares a server's model with the model that is trained: the server answers a prompt, and the
 * model scores what it wrote. It finds another model, another template of tokens or an adapter that
 * is not in use; a single small update it cannot tell from rounding, which is why adapters have
 * names by version.
 *
 * @param prompt of the probe, at least one token
 * @param tolerance largest mean difference of the log-probabilities, above 0; about 0.1 for a
 *     server that computes in bfloat16
 */
public record ServerProbe(Tokens prompt, double tolerance) {

    private static final int TOKENS = 32;

    /** Checks the range. */
    public ServerProbe {
        if (!(tolerance > 0)) {
            throw new IllegalArgumentException("tolerance = " + tolerance + ", need above 0");
        }
    }

    /** Returns the mean difference. */
    double check(ServerPolicy sampler, ResponseScorer model) {
        Trajectory answer =
                sampler.rollout(
                                List.of(new RolloutRequest(prompt, Prefix.NONE, 0)),
                                new SamplingParams(1, TOKENS))
                        .get(0);
        float[] server = answer.logProbs();
        float[] here = model.logProbs(List.of(answer), 1).get(0);
        double difference = 0;
        for (int i = 0; i < here.length; i++) {
            difference += Math.abs(here[i] - server[i]) / here.length;
        }
        if (!(difference <= tolerance)) {
            throw new ServerException(
                    String.format(
                            Locale.ROOT,
                            "%s: the log-probabilities of a probe differ by %.3g on average from"
                                    + " those of the trained model, tolerance %s: the server has"
                                    + " other weights, or another model",
                            sampler.server().name(),
                            difference,
                            tolerance));
        }
        return difference;
    }
}
