package io.github.luffyrl.core.objective;

import io.github.luffyrl.core.GoldenFamily;
import io.github.luffyrl.core.objective.ReferenceOptions.Keys;
import io.github.luffyrl.core.objective.TokenBatch.Extra;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The actor of {@code actor_update}: a table of logits in place of a model. */
public final class ReferenceActor {

    private final GoldenFamily.Case golden;
    private final TokenDistribution[][] tokens;
    private final double[][] labels;
    private final TokenBatch batch;
    private final PolicyUpdate update;
    private final int vocabulary;

    /** Scores the logits of a case. */
    public ReferenceActor(GoldenFamily.Case golden) {
        this.golden = golden;
        labels = golden.matrix("responses");
        tokens = new TokenDistribution[labels.length][labels[0].length];
        double[][] logProbs = new double[tokens.length][tokens[0].length];
        double[][] entropies = new double[tokens.length][tokens[0].length];
        int v = 0;
        for (int b = 0; b < tokens.length; b++) {
            double[][] logits = GoldenFamily.matrix(golden.input("logits").get(b));
            for (int t = 0; t < tokens[b].length; t++) {
                v = logits[t].length;
                tokens[b][t] = new TokenDistribution(logits[t], golden.setting("temperature"));
                logProbs[b][t] = tokens[b][t].logProb((int) labels[b][t]);
                entropies[b][t] = tokens[b][t].entropy();
            }
        }
        vocabulary = v;
        TokenBatch scored =
                new TokenBatch(
                                logProbs,
                                golden.matrix("old_log_prob"),
                                golden.matrix("advantages"),
                                golden.mask("response_mask"),
                                golden.mask("prefix_mask"))
                        .with(Extra.ENTROPIES, entropies);
        if (golden.has("ref_log_prob")) {
            scored = scored.with(Extra.REFERENCE_LOG_PROBS, golden.matrix("ref_log_prob"));
        }
        if (golden.has("target_probs")) {
            scored = scored.with(Extra.BEHAVIOUR_PROBS, golden.matrix("target_probs"));
        }
        batch = scored;
        update =
                new PolicyUpdate(
                        policy(),
                        entropy(),
                        new KlTerm(
                                ReferenceOptions.estimator(golden.text("kl_loss_type")),
                                golden.flag("use_kl_loss") ? golden.setting("kl_loss_coef") : 0),
                        golden.flag("use_ppo_kl_loss") ? golden.setting("ppo_kl_loss_coef") : 0);
    }

    private PolicyObjective policy() {
        int length = labels[0].length;
        if (golden.flag("use_off_policy_loss")) {
            return ReferenceOptions.mixed(
                    golden,
                    Keys.TRAINER,
                    golden.flag("use_off_policy_probs")
                            ? BehaviourPolicy.GIVEN
                            : BehaviourPolicy.CERTAIN,
                    length);
        }
        MixedPolicyObjective plain = ReferenceOptions.plain(golden, Keys.TRAINER, length);
        return golden.flag("use_sft_multitask_loss")
                ? new MultitaskObjective(plain, golden.setting("sft_loss_coef"))
                : plain;
    }

    private EntropyCoefficient entropy() {
        double coefficient = golden.setting("entropy_coeff");
        if (!golden.flag("use_adaptive_temperature")) {
            return EntropyCoefficient.constant(coefficient);
        }
        double target = golden.setting("adaptive_temperature_target_entropy");
        double max = golden.setting("adaptive_temperature_clip");
        return golden.flag("use_adaptive_temperature_fixed")
                ? EntropyCoefficient.towardsTarget(coefficient, target)
                : new AdaptiveEntropyCoefficient(
                        coefficient, target, max > 0 ? max : Double.POSITIVE_INFINITY, 1e-2);
    }

    /** Returns the update of the case. */
    public PolicyUpdate update() {
        return update;
    }

    TokenBatch rows(int from, int to) {
        return batch.rows(from, to);
    }

    double[][][] zeroGradient() {
        return new double[tokens.length][tokens[0].length][vocabulary];
    }

    void backward(PolicyUpdate.Evaluation got, int from, double[][][] gradient) {
        for (int b = 0; b < got.gradient().length; b++) {
            for (int t = 0; t < got.gradient()[b].length; t++) {
                double[] byLogit =
                        tokens[from + b][t].logitGradient(
                                (int) labels[from + b][t],
                                got.gradient()[b][t],
                                got.entropyGradient()[b][t]);
                for (int v = 0; v < vocabulary; v++) {
                    gradient[from + b][t][v] += byLogit[v];
                }
            }
        }
    }

    /** Returns the derivative of the entropy coefficient's loss, 0 if it is not trained. */
    public double alphaDerivative(PolicyUpdate.Evaluation got) {
        return update.entropy() instanceof AdaptiveEntropyCoefficient adaptive
                ? adaptive.derivative(got.meanEntropy())
                : 0;
    }

    /** Lists of the micro-batches' values; the last value alone where the reference overwrites. */
    public void record(
            PolicyUpdate.Evaluation got, int divisor, Map<String, List<Double>> metrics) {
        append(metrics, "entropy_loss", got.meanEntropy());
        Map<String, Double> named =
                update.policy() instanceof MixedPolicyObjective mixed
                                && golden.flag("use_off_policy_loss")
                        ? ReferenceMetrics.mixed(mixed, got.policy())
                        : ReferenceMetrics.plain(range(), got.policy());
        named.forEach(
                (name, value) ->
                        append(
                                metrics,
                                name.equals("on_pg_clipfrac") ? "pg_clipfrac" : name,
                                value));
        if (update.kl().active()) {
            metrics.put("actor/kl_loss", List.of(got.meanKl()));
            metrics.put("actor/kl_coef", List.of(update.kl().coefficient()));
        }
        if (update.driftCoefficient() > 0) {
            metrics.put("actor/ppo_kl_loss", List.of(got.drift()));
        }
        if (golden.flag("use_adaptive_temperature")) {
            metrics.put("actor/entropy_coeff", List.of(got.entropyCoefficient()));
        }
        if (update.entropy() instanceof AdaptiveEntropyCoefficient adaptive) {
            metrics.put("actor/alpha_loss", List.of(adaptive.loss(got.meanEntropy()) / divisor));
            metrics.put("actor/log_alpha", List.of(adaptive.state().logAlpha()));
        }
    }

    private ClipRange range() {
        return update.policy() instanceof MultitaskObjective multitask
                ? multitask.reinforcement().onPolicy().clip()
                : ((MixedPolicyObjective) update.policy()).onPolicy().clip();
    }

    private static void append(Map<String, List<Double>> metrics, String name, double value) {
        metrics.computeIfAbsent("actor/" + name, key -> new ArrayList<>()).add(value);
    }
}
