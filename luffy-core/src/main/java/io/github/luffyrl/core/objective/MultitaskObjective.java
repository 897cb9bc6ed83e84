package io.github.luffyrl.core.objective;

/**
 * Reinforcement learning with an SFT loss: rows with a demonstration token are trained by SFT, on
 * all their response tokens (quirk Q12 in docs/paper-to-code.md); the other rows are reinforced.
 * The metrics are of the other rows.
 *
 * @param reinforcement loss of rows without a demonstration
 * @param sftCoefficient weight of the SFT loss, at least 0
 */
public record MultitaskObjective(MixedPolicyObjective reinforcement, double sftCoefficient)
        implements PolicyObjective {

    /** Rejects a negative coefficient. */
    public MultitaskObjective {
        if (!(sftCoefficient >= 0)) {
            throw new IllegalArgumentException(
                    "sftCoefficient = " + sftCoefficient + ": need at least 0");
        }
    }

    @Override
    public BatchCounts counts(TokenBatch batch) {
        return new BatchCounts(
                reinforcement.counts(batch).unguided(), BatchCounts.of(batch).guided());
    }

    @Override
    public Evaluation evaluate(TokenBatch part, BatchCounts whole) {
        Evaluation sft =
                new SftObjective()
                        .evaluate(
                                rows(part, true), new BatchCounts(RowCounts.ZERO, whole.guided()));
        Evaluation rl =
                reinforcement.evaluate(
                        rows(part, false), new BatchCounts(whole.unguided(), RowCounts.ZERO));
        double[][] gradient = part.zeros();
        for (int b = 0; b < gradient.length; b++) {
            boolean guided = part.guided(b);
            for (int t = 0; t < gradient[b].length; t++) {
                gradient[b][t] =
                        guided ? sftCoefficient * sft.gradient()[b][t] : rl.gradient()[b][t];
            }
        }
        return new Evaluation(sftCoefficient * sft.loss() + rl.loss(), gradient, rl.metrics());
    }

    @Override
    public boolean separatesGuidedRows() {
        return true;
    }

    @Override
    public boolean comparesWithSampler() {
        return reinforcement.comparesWithSampler();
    }

    @Override
    public TokenBatch reinforced(TokenBatch batch) {
        return rows(batch, false);
    }

    @Override
    public RowCounts reinforced(BatchCounts counts) {
        return counts.unguided();
    }

    private static TokenBatch rows(TokenBatch batch, boolean guided) {
        boolean[][] mask = new boolean[batch.rows()][];
        for (int b = 0; b < mask.length; b++) {
            boolean[] row = batch.mask()[b];
            mask[b] = batch.guided(b) == guided ? row : new boolean[row.length];
        }
        return batch.withMask(mask);
    }
}
