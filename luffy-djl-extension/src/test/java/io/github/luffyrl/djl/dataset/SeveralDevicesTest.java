package io.github.luffyrl.djl.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.text.TextTokenizer;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import org.junit.jupiter.api.Test;

class SeveralDevicesTest {

    /** Two logical devices, both of them the processor. */
    @Test
    void aTrainingOnTwoDevicesIsRefusedBeforeAWeightChanges() throws Exception {
        Device[] two = {Device.of("cpu", 0), Device.of("cpu", 1)};
        try (TextTokenizer tokenizer = TinyLanguage.tokenizer();
                Model model = TinyLanguage.model(1);
                LuffyTrainer trainer =
                        new LuffyTrainer(
                                model,
                                new DefaultTrainingConfig(MixedPolicyGrpoLoss.builder().build())
                                        .optDevices(two))) {
            trainer.initialize(new Shape(1, 1));
            float before = TinyLanguage.weights(model).values().iterator().next()[0];
            RolloutDataset rollouts =
                    RolloutDataset.builder()
                            .setPolicy(new ModelPolicy(model, 1))
                            .setEncoder(TinyLanguage.encoder(tokenizer, 6))
                            .setProblems(TinyLanguage.problems())
                            .setReward((p, c) -> new Reward(c.text().length(), false))
                            .optGroups(2, 4)
                            .optSteps(1)
                            .build();
            IllegalArgumentException error =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> EasyTrain.fit(trainer, 1, rollouts, null));
            assertTrue(error.getMessage().contains("on one device, not on 2"), error.getMessage());
            assertEquals(before, TinyLanguage.weights(model).values().iterator().next()[0]);
        }
    }
}
