package io.github.luffyrl.djl.optimizer;

import io.github.luffyrl.core.GoldenFamily;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LearningRateScheduleGoldenTest {

    @RegisterExtension static final GoldenFamily FAMILY = GoldenFamily.named("schedules");

    static List<GoldenFamily.Case> cases() {
        return FAMILY.cases();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("cases")
    void agreesWithTheReference(GoldenFamily.Case golden) {
        LearningRateSchedule schedule = schedule(golden);

        golden.expect(
                "multiplier",
                Arrays.stream(golden.vector("steps"))
                        .map(step -> schedule.multiplier((long) step))
                        .toArray());
    }

    private static LearningRateSchedule schedule(GoldenFamily.Case golden) {
        long warmup = (long) golden.setting("num_warmup_steps");
        return switch (golden.text("schedule")) {
            case "constant_with_warmup" -> LearningRateSchedule.constant(1, warmup);
            case "cosine_with_warmup" ->
                    LearningRateSchedule.cosine(
                            1,
                            warmup,
                            (long) golden.setting("num_training_steps"),
                            golden.setting("min_lr_ratio"));
            default -> throw new AssertionError(golden.text("schedule"));
        };
    }
}
