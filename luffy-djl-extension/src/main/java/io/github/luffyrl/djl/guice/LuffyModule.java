package io.github.luffyrl.djl.guice;

import ai.djl.training.listener.TrainingListener;
import com.google.inject.AbstractModule;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import com.google.inject.util.Modules;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.djl.LuffyTraining;
import io.github.luffyrl.djl.listener.MetricsSink;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.TrainingParts;
import java.util.Optional;
import java.util.Set;

/**
 * Guice module that binds every part of a training to what a recipe asks for. {@link
 * TrainingParts#types} lists the parts; one is replaced by binding it in a module that {@link
 * Modules#override overrides} this one. The reward is that of {@code RewardsModule} of
 * luffy-rewards, or of a binding of your own next to this module, or else the one that the recipe
 * names. Sinks and listeners are added by {@code Multibinder}.
 *
 * <pre>{@code
 * Injector injector =
 *         Guice.createInjector(
 *                 Modules.override(new LuffyModule(recipe)).with(new MyModule()),
 *                 new RewardsModule());
 * injector.getInstance(LuffyTraining.class).model(directory).problems(file).output(folder).run();
 * }</pre>
 */
public final class LuffyModule extends AbstractModule {

    private static final Key<Optional<RewardFunction>> BOUND_REWARD =
            Key.get(new TypeLiteral<Optional<RewardFunction>>() {});

    private final Recipe recipe;

    /**
     * Creates the module.
     *
     * @param recipe every setting
     */
    public LuffyModule(Recipe recipe) {
        this.recipe = recipe;
    }

    @Override
    protected void configure() {
        bind(Recipe.class).toInstance(recipe);
        Multibinder.newSetBinder(binder(), MetricsSink.class);
        Multibinder.newSetBinder(binder(), TrainingListener.class);
        OptionalBinder.newOptionalBinder(binder(), RewardFunction.class);
        Provider<TrainingParts> parts = getProvider(TrainingParts.class);
        for (Class<?> part : TrainingParts.types()) {
            if (part != RewardFunction.class) {
                bindStandard(part, parts);
            }
        }
    }

    private <T> void bindStandard(Class<T> part, Provider<TrainingParts> parts) {
        bind(part).toProvider(() -> parts.get().standard(part));
    }

    /** All parts come from the injector, which has what replaces them. */
    @Provides
    TrainingParts parts(Injector injector) {
        TrainingParts parts = TrainingParts.of(recipe);
        for (Class<?> part : TrainingParts.types()) {
            parts =
                    part == RewardFunction.class
                            ? withReward(parts, injector)
                            : injected(parts, part, injector);
        }
        return parts;
    }

    private static <T> TrainingParts injected(
            TrainingParts parts, Class<T> part, Injector injector) {
        return parts.providing(part, () -> injector.getInstance(part));
    }

    private static TrainingParts withReward(TrainingParts parts, Injector injector) {
        Optional<RewardFunction> bound = injector.getInstance(BOUND_REWARD);
        bound.ifPresent(reward -> parts.requireNoNamedReward());
        return bound.map(reward -> parts.with(RewardFunction.class, reward)).orElse(parts);
    }

    /** A new one whenever it is asked for: it is filled in by its methods. */
    @Provides
    LuffyTraining training(
            TrainingParts parts, Set<MetricsSink> sinks, Set<TrainingListener> listeners) {
        return LuffyTraining.of(parts)
                .sink(sinks.toArray(MetricsSink[]::new))
                .listener(listeners.toArray(TrainingListener[]::new));
    }
}
