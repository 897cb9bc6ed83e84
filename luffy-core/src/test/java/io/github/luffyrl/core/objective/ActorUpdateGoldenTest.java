package io.github.luffyrl.core.objective;

import io.github.luffyrl.core.GoldenFamily;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActorUpdateGoldenTest {

    @RegisterExtension static final GoldenFamily UPDATES = GoldenFamily.named("actor_update");

    static List<GoldenFamily.Case> updates() {
        return UPDATES.cases();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("updates")
    void theUpdateAgreesWithTheReference(GoldenFamily.Case golden) {
        ReferenceActor actor = new ReferenceActor(golden);
        List<double[][][]> gradients = new ArrayList<>();
        List<Double> alphaGradients = new ArrayList<>();
        Map<String, List<Double>> metrics = new LinkedHashMap<>();
        int rows = golden.input("logits").size();
        int miniBatch = (int) golden.setting("ppo_mini_batch_size");
        int microBatch = (int) golden.setting("ppo_micro_batch_size");
        int divisor = miniBatch / microBatch;
        Accumulation accumulation = Accumulation.sumOfMicroBatches(divisor);

        for (int epoch = 0; epoch < golden.setting("ppo_epochs"); epoch++) {
            for (int from = 0; from < rows; from += miniBatch) {
                int to = Math.min(rows, from + miniBatch);
                double[][][] gradient = actor.zeroGradient();
                double alphaGradient = 0;
                for (int at = from; at < to; at += microBatch) {
                    int end = Math.min(to, at + microBatch);
                    PolicyUpdate.Evaluation got =
                            actor.update()
                                    .evaluate(List.of(actor.rows(at, end)), accumulation)
                                    .get(0);
                    actor.backward(got, at, gradient);
                    alphaGradient += actor.alphaDerivative(got) / divisor;
                    actor.record(got, divisor, metrics);
                }
                gradients.add(gradient);
                alphaGradients.add(alphaGradient);
            }
        }

        golden.expect("metrics", metrics);
        golden.expect("grad_logits_per_optimizer_step", gradients);
        if (actor.update().entropy() instanceof AdaptiveEntropyCoefficient) {
            golden.expect("grad_log_alpha_per_optimizer_step", alphaGradients);
        }
    }
}
