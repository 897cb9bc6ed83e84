package io.github.luffyrl.djl.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.dataset.Batch;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.text.TextTokenizer;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import org.junit.jupiter.api.Test;

class SeveralDevicesTest {

    @Test
    void aBatchIsNotCutForSeveralDevices() throws Exception {
        try (TextTokenizer tokenizer = TinyLanguage.tokenizer();
                Model model = TinyLanguage.model(1)) {
            RolloutDataset rollouts =
                    RolloutDataset.builder()
                            .setPolicy(TinyLanguage::writeAnything)
                            .setEncoder(TinyLanguage.encoder(tokenizer, 6))
                            .setProblems(TinyLanguage.problems())
                            .setReward((p, c) -> new Reward(c.text().length(), false))
                            .optGroups(2, 4)
                            .optSteps(1)
                            .build();
            try (Batch batch = rollouts.getData(model.getNDManager()).iterator().next()) {
                Device[] two = {Device.cpu(), Device.gpu()};
                IllegalArgumentException error =
                        assertThrows(IllegalArgumentException.class, () -> batch.split(two, false));
                assertTrue(
                        error.getMessage().contains("on one device, not on 2"), error.getMessage());
                assertTrue(error.getMessage().contains("gradient of one"), error.getMessage());
            }
        }
    }

    /** DJL takes all processors for the same device, whatever their numbers. */
    @Test
    void djlHasNoTwoLogicalProcessors() {
        assertEquals(Device.of("cpu", 0), Device.of("cpu", 1));
        try (Model model = TinyLanguage.model(1)) {
            DefaultTrainingConfig config =
                    new DefaultTrainingConfig(MixedPolicyGrpoLoss.builder().build())
                            .optDevices(new Device[] {Device.of("cpu", 0), Device.of("cpu", 1)});
            assertThrows(
                    IllegalArgumentException.class, () -> new LuffyTrainer(model, config).close());
        }
    }
}
