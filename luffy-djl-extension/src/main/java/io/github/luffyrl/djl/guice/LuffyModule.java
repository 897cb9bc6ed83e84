package io.github.luffyrl.djl.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.PolicyShaping;
import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.djl.listener.MetricsSink;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import java.util.Set;

/**
 * LUFFY by injection. Every part has LUFFY's setting until a module of yours binds another: {@code
 * PolicyShaping}, {@code AdvantageEstimator}, {@code PrefixSchedule} and {@code RolloutOptions} by
 * a plain {@code bind}, the {@code MetricsSink}s by a {@code Multibinder}. A {@code RewardFunction}
 * has to be bound, by {@code RewardsModule} of luffy-rewards or by yours.
 *
 * <pre>{@code
 * Injector injector = Guice.createInjector(new LuffyModule(), new RewardsModule());
 * Dataset rollouts = injector.getInstance(RolloutDatasetFactory.class)
 *         .create(new ModelPolicy(model), encoder, problems);
 * Trainer trainer = injector.getInstance(TrainerFactory.class).create(model, optimizer);
 * }</pre>
 */
public final class LuffyModule extends AbstractModule {

    /** Creates the module. */
    public LuffyModule() {}

    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), MetricsSink.class);
    }

    @Provides
    @Singleton
    MetricsListener metricsListener(Set<MetricsSink> sinks) {
        return new MetricsListener(sinks.toArray(MetricsSink[]::new));
    }

    /** One for each trainer: a loss remembers the mini-batch in hand. */
    @Provides
    MixedPolicyGrpoLoss loss(Bound bound) {
        return MixedPolicyGrpoLoss.builder()
                .optObjective(
                        MixedPolicyObjective.builder()
                                .shaping(
                                        bound.orElse(
                                                PolicyShaping.class, PolicyShaping.rational(0.1)))
                                .build())
                .build();
    }
}
