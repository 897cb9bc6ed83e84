package io.github.luffyrl.rewards.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.OptionalBinder;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.rewards.verifier.MathReward;
import io.github.luffyrl.rewards.verifier.MathVerifier;

/**
 * Rewards by injection: {@link MathReward} by a {@link MathVerifier} with its default options.
 * Another verifier takes its place by {@code OptionalBinder.newOptionalBinder(binder(),
 * MathVerifier.class).setBinding().toInstance(..)}. For another reward, leave this module out and
 * bind {@code RewardFunction}.
 */
public final class RewardsModule extends AbstractModule {

    /** Creates the module. */
    public RewardsModule() {}

    @Override
    protected void configure() {
        OptionalBinder.newOptionalBinder(binder(), MathVerifier.class)
                .setDefault()
                .toInstance(new MathVerifier());
    }

    @Provides
    RewardFunction reward(MathVerifier verifier) {
        return new MathReward(verifier);
    }
}
