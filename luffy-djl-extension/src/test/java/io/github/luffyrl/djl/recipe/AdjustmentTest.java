package io.github.luffyrl.djl.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.luffyrl.core.advantage.AdvantageAdjustment;
import io.github.luffyrl.djl.run.TrainingParts;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdjustmentTest {

    private static AdvantageAdjustment adjustment(String... settings) {
        return TrainingParts.of(Recipe.of(List.of(settings))).get(AdvantageAdjustment.class);
    }

    @Test
    void nothingIsAdjustedByDefault() {
        assertEquals(AdvantageAdjustment.inOrder(), adjustment());
    }

    @Test
    void adjustmentsComeInTheOrderOfTheReference() {
        assertEquals(
                AdvantageAdjustment.inOrder(
                        new AdvantageAdjustment.TokenWeights(0.5, 2),
                        new AdvantageAdjustment.DropTruncated(),
                        new AdvantageAdjustment.PrefixAdvantage(0.125)),
                adjustment(
                        "adjustment.offPolicyWeight=0.5",
                        "adjustment.onPolicyWeight=2.0",
                        "adjustment.offPolicyAdvantage=0.125",
                        "overlong.truncated=zero-advantage"));
    }
}
