package io.github.luffyrl.djl.guice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.multibindings.Multibinder;
import io.github.luffyrl.core.objective.PolicyShaping;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.djl.listener.MetricsSink;
import io.github.luffyrl.djl.listener.StepRecord;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LuffyModuleTest {

    private final List<StepRecord> written = new ArrayList<>();

    @Test
    void withoutBindingsOfYoursEverythingIsLuffys() throws Exception {
        Injector injector = Guice.createInjector(new LuffyModule(), new OwnReward());

        assertEquals(
                PolicyShaping.rational(0.1),
                injector.getInstance(MixedPolicyGrpoLoss.class).objective().offPolicy().shaping());
        train(injector);
        StepRecord step = written.get(0);
        assertEquals(3, written.size());
        // of each group of 4 one row is a demonstration, which alone is right
        assertEquals(0.25, step.metrics().get(MetricsListener.REWARD));
        assertEquals(1, step.metrics().get(MetricsListener.OFF_POLICY_SOLVED));
    }

    @Test
    void whatIsBoundTakesItsPlace() throws Exception {
        Injector injector =
                Guice.createInjector(
                        new LuffyModule(),
                        new OwnReward(),
                        new AbstractModule() {
                            @Override
                            protected void configure() {
                                bind(PolicyShaping.class).toInstance(PolicyShaping.none());
                                bind(PrefixSchedule.class).toInstance(PrefixSchedule.none());
                            }
                        });

        assertEquals(
                PolicyShaping.none(),
                injector.getInstance(MixedPolicyGrpoLoss.class).objective().offPolicy().shaping());
        train(injector);
        assertEquals(0.0, written.get(0).metrics().get(MetricsListener.REWARD));
    }

    @Test
    void aMissingRewardIsToldWithTheModuleThatGivesIt() throws Exception {
        Injector injector = Guice.createInjector(new LuffyModule());
        RolloutDatasetFactory factory = injector.getInstance(RolloutDatasetFactory.class);
        try (TextTokenizer tokenizer = TinyLanguage.tokenizer()) {
            IllegalStateException missing =
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    factory.create(
                                            TinyLanguage::writeAnything,
                                            TinyLanguage.encoder(tokenizer, 4),
                                            TinyLanguage.problems()));
            assertEquals(
                    "no io.github.luffyrl.core.reward.RewardFunction is bound: install"
                            + " RewardsModule of luffy-rewards, which gives MathReward, or bind"
                            + " your own with bind(RewardFunction.class).to(..) in a module beside"
                            + " LuffyModule",
                    missing.getMessage());
        }
    }

    private final class OwnReward extends AbstractModule {
        @Override
        protected void configure() {
            bind(RewardFunction.class).toInstance(TinyLanguage::exactly);
            bind(RolloutOptions.class).toInstance(new RolloutOptions(2, 4, 3, 1, 0));
            Multibinder.newSetBinder(binder(), MetricsSink.class)
                    .addBinding()
                    .toInstance(written::add);
        }
    }

    private static void train(Injector injector) throws Exception {
        try (TextTokenizer tokenizer = TinyLanguage.tokenizer();
                Model model = TinyLanguage.model(1);
                Trainer trainer =
                        injector.getInstance(TrainerFactory.class)
                                .create(model, AdamW.builder().build())) {
            trainer.initialize(new Shape(1, 1));
            RolloutDataset rollouts =
                    injector.getInstance(RolloutDatasetFactory.class)
                            .create(
                                    TinyLanguage::writeAnything,
                                    TinyLanguage.encoder(tokenizer, 4),
                                    TinyLanguage.problems());
            EasyTrain.fit(trainer, 1, rollouts, null);
        }
    }
}
