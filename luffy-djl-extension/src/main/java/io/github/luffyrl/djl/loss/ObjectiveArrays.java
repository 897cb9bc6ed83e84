package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import io.github.luffyrl.core.objective.BatchCounts;
import io.github.luffyrl.core.objective.Compatibility;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.MultitaskObjective;
import io.github.luffyrl.core.objective.PolicyObjective;
import io.github.luffyrl.core.objective.RowCounts;
import io.github.luffyrl.core.objective.SftObjective;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.NativeArrays;

/** {@link PolicyObjective} on NDArrays. */
final class ObjectiveArrays {

    private ObjectiveArrays() {}

    /** The micro-batch's share of the loss, given the counts of the whole. */
    static NDArray loss(PolicyObjective objective, TokenArrays tokens, BatchCounts whole) {
        if (objective instanceof MixedPolicyObjective mixed) {
            return mixed(mixed, tokens, whole.all());
        }
        if (objective instanceof MultitaskObjective multitask) {
            NDArray guided = tokens.guided();
            NDArray sft = sft(tokens.only(guided), whole.guided());
            NDArray rl =
                    mixed(
                            multitask.reinforcement(),
                            tokens.only(guided.logicalNot()),
                            whole.unguided());
            return rl.add(sft.mul(NativeArrays.scalar(sft, multitask.sftCoefficient())));
        }
        if (objective instanceof SftObjective) {
            return sft(tokens, whole.all());
        }
        throw new IllegalArgumentException("no NDArray form of the objective " + objective);
    }

    /** What {@link PolicyObjective#counts} counts. */
    static BatchCounts counts(PolicyObjective objective, TokenArrays tokens) {
        if (objective instanceof MixedPolicyObjective mixed) {
            return kept(mixed, tokens);
        }
        BatchCounts all = tokens.counts();
        return objective instanceof MultitaskObjective multitask
                ? new BatchCounts(kept(multitask.reinforcement(), tokens).unguided(), all.guided())
                : all;
    }

    /** What {@link PolicyObjective#reinforced} leaves. */
    static TokenArrays reinforced(PolicyObjective objective, TokenArrays tokens) {
        return objective instanceof MultitaskObjective
                ? tokens.only(tokens.guided().logicalNot())
                : tokens;
    }

    private static BatchCounts kept(MixedPolicyObjective mixed, TokenArrays tokens) {
        if (mixed.maxProbability() == Double.POSITIVE_INFINITY) {
            return tokens.counts();
        }
        long[] kept = tokens.only(keeps(mixed, tokens)).rowTokens();
        BatchCounts counts = BatchCounts.ZERO;
        boolean[] guided = tokens.guided().get(":, 0").toBooleanArray();
        for (int b = 0; b < kept.length; b++) {
            counts = counts.plusRow(guided[b], kept[b]);
        }
        return counts;
    }

    private static NDArray mixed(
            MixedPolicyObjective objective, TokenArrays tokens, RowCounts counts) {
        NDArray kept = tokens.mask();
        if (objective.maxProbability() != Double.POSITIVE_INFINITY) {
            kept = kept.logicalAnd(keeps(objective, tokens));
        }
        NDArray live = kept.logicalAnd(tokens.label(BatchLayout.ADVANTAGES, kept).neq(0));
        NDArray liveOff = live.logicalAnd(tokens.offPolicy());
        NDArray liveOn = live.logicalAnd(tokens.offPolicy().logicalNot());
        NDArray losses =
                OnPolicyTerm.loss(objective.onPolicy(), objective.correction(), tokens, liveOn);
        if (liveOff.any().getBoolean()) {
            NDArray offPolicy = OffPolicyTerm.loss(objective.offPolicy(), tokens, liveOff);
            losses = NDArrays.where(liveOff, offPolicy, losses);
        }
        long[] rowTokens = tokens.only(kept).rowTokens();
        if (objective.compatibility() == Compatibility.REFERENCE
                && counts.tokens() == 0
                && Double.isInfinite(objective.normalizer().weight(0, counts))) {
            NDArray logProbs = tokens.scores().logProbs();
            return logProbs.mul(NativeArrays.scalar(logProbs, Double.NaN)).sum();
        }
        return Aggregation.sum(objective.normalizer(), losses, live, rowTokens, counts);
    }

    private static NDArray sft(TokenArrays tokens, RowCounts counts) {
        return Aggregation.sum(
                LossNormalizer.tokenMean(),
                tokens.scores().logProbs().neg(),
                tokens.mask(),
                tokens.rowTokens(),
                counts);
    }

    private static NDArray keeps(MixedPolicyObjective objective, TokenArrays tokens) {
        NDArray p = tokens.logProbs(tokens.mask()).stopGradient().exp();
        return p.gt(NativeArrays.scalar(p, objective.maxProbability())).logicalNot();
    }
}
