package io.github.luffyrl.core.objective;

/**
 * Supervised fine-tuning: the mean negative log-likelihood of all tokens in the mask, whoever wrote
 * them.
 */
public record SftObjective() implements PolicyObjective {

    @Override
    public Evaluation evaluate(TokenBatch part, BatchCounts whole) {
        double weight = -1.0 / whole.all().tokens();
        double[][] gradient = part.zeros();
        double loss = 0;
        for (int b = 0; b < part.rows(); b++) {
            for (int t = 0; t < gradient[b].length; t++) {
                if (part.mask()[b][t]) {
                    loss += weight * part.logProbs()[b][t];
                    gradient[b][t] = weight;
                }
            }
        }
        return new Evaluation(loss, gradient, new PolicyMetrics());
    }
}
