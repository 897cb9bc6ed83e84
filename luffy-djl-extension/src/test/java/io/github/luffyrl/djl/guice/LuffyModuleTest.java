package io.github.luffyrl.djl.guice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.util.Modules;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.PolicyObjective;
import io.github.luffyrl.core.objective.PolicyShaping;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.djl.LuffyTraining;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.djl.listener.MetricsSink;
import io.github.luffyrl.djl.listener.StepRecord;
import io.github.luffyrl.djl.recipe.Method;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.TrainingParts;
import io.github.luffyrl.djl.text.TextTokenizer;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LuffyModuleTest {

    private static final Recipe RECIPE =
            Recipe.of(
                    List.of(
                            "method=luffy",
                            "promptsPerStep=2",
                            "groupSize=4",
                            "steps=3",
                            "sampling.maxResponseTokens=4"));

    private final List<StepRecord> written = new ArrayList<>();

    @Test
    void aRecipeAndARewardAreEnough() throws Exception {
        Injector injector = Guice.createInjector(new LuffyModule(RECIPE), new OwnReward());

        train(injector);

        StepRecord step = written.get(0);
        assertEquals(3, written.size());
        // of each group of 4 one row is a demonstration, which alone is right
        assertEquals(0.25, step.metrics().get(MetricsListener.REWARD));
        assertEquals(1, step.metrics().get(MetricsListener.OFF_POLICY_SOLVED));
    }

    @Test
    void everyPartIsBound() {
        Injector injector = Guice.createInjector(new LuffyModule(RECIPE), new OwnReward());

        for (Class<?> part : TrainingParts.types()) {
            assertTrue(part.isInstance(injector.getInstance(part)), part.getName());
        }
        injector.getInstance(LuffyTraining.class);
    }

    @Test
    void aPartThatIsBoundTakesItsPlaceInThoseMadeOfIt() throws Exception {
        Injector injector =
                injector(
                        new AbstractModule() {
                            @Override
                            protected void configure() {
                                bind(PolicyShaping.class).toInstance(PolicyShaping.none());
                                bind(PrefixSchedule.class).toInstance(PrefixSchedule.none());
                            }
                        });

        assertEquals(
                MixedPolicyObjective.builder()
                        .shaping(PolicyShaping.none())
                        .normalizer(RECIPE.objective().normalizer())
                        .build(),
                injector.getInstance(TrainingParts.class).get(PolicyObjective.class));
        train(injector);
        assertEquals(0.0, written.get(0).metrics().get(MetricsListener.REWARD));
    }

    /** A part of one's own may be made of others. */
    static final class OwnShaping implements PolicyShaping.Custom {

        private final double gamma;

        @Inject
        OwnShaping(Recipe recipe) {
            gamma = recipe.seed() + 0.5;
        }

        @Override
        public double value(double logProb) {
            return Math.exp(gamma * logProb);
        }

        @Override
        public double derivative(double logProb) {
            return gamma * value(logProb);
        }
    }

    @Test
    void aPartOfOnesOwnIsInjected() throws Exception {
        Injector injector =
                injector(
                        new AbstractModule() {
                            @Override
                            protected void configure() {
                                bind(PolicyShaping.class).to(OwnShaping.class);
                            }
                        });

        train(injector);
        assertEquals(3, written.size());
        assertTrue(injector.getInstance(PolicyShaping.class) instanceof OwnShaping);
    }

    @Test
    void aPartThatIsBoundTwiceIsAnErrorOfGuice() {
        CreationException twice =
                assertThrows(
                        CreationException.class,
                        () ->
                                Guice.createInjector(
                                        new LuffyModule(RECIPE),
                                        binder ->
                                                binder.bind(PolicyShaping.class)
                                                        .toInstance(PolicyShaping.none())));

        assertTrue(twice.getMessage().contains("PolicyShaping was bound multiple times"));
    }

    @Test
    void aMissingRewardIsReportedWithTheArtifactThatHasIt() {
        TrainingParts parts =
                Guice.createInjector(new LuffyModule(RECIPE.with("reward.kind", "absent")))
                        .getInstance(TrainingParts.class);

        IllegalArgumentException missing =
                assertThrows(IllegalArgumentException.class, () -> parts.get(RewardFunction.class));
        assertTrue(missing.getMessage().startsWith("reward.kind = absent: need one of "));
        assertTrue(missing.getMessage().contains("luffy-rewards"), missing.getMessage());
    }

    @Test
    void aRewardOfTheRecipeAndAnotherOneAreRefused() {
        Recipe named = Recipe.of(Method.LUFFY).with("reward.kind", "text");
        Injector injector = Guice.createInjector(new LuffyModule(named), new OwnReward());

        ProvisionException both =
                assertThrows(
                        ProvisionException.class, () -> injector.getInstance(LuffyTraining.class));
        assertTrue(
                both.getMessage().contains("reward.kind = text in the recipe, but"),
                both.getMessage());
    }

    private Injector injector(Module replacing) {
        return Guice.createInjector(
                Modules.override(new LuffyModule(RECIPE)).with(replacing), new OwnReward());
    }

    private final class OwnReward extends AbstractModule {
        @Override
        protected void configure() {
            bind(RewardFunction.class).toInstance(TinyLanguage::exactly);
            Multibinder.newSetBinder(binder(), MetricsSink.class)
                    .addBinding()
                    .toInstance(written::add);
        }
    }

    /** The stepwise way, with the parts of the injector. */
    private static void train(Injector injector) throws Exception {
        TrainingParts parts = injector.getInstance(TrainingParts.class);
        Set<MetricsSink> sinks = injector.getInstance(Sinks.class).all();
        try (TextTokenizer tokenizer = TinyLanguage.tokenizer();
                Model model = TinyLanguage.model(1)) {
            parts.prepare(model);
            RolloutDataset rollouts =
                    parts.rollouts(
                                    TinyLanguage::writeAnything,
                                    TinyLanguage.encoder(tokenizer, 4),
                                    TinyLanguage.problems())
                            .build();
            try (Trainer trainer = parts.trainer(model, List.copyOf(sinks))) {
                trainer.initialize(new Shape(1, 1));
                EasyTrain.fit(trainer, 1, rollouts, null);
            }
        }
    }

    record Sinks(Set<MetricsSink> all) {
        @Inject
        Sinks {}
    }
}
