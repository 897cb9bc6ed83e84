package io.github.luffyrl.rewards.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.OptionalBinder;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.rewards.verifier.MathReward;
import io.github.luffyrl.rewards.verifier.MathVerifier;
import java.util.Optional;

/**
 * Rewards by injection: {@code new MathReward()}, or the reward of another {@link MathVerifier}
 * that is bound by {@code OptionalBinder.newOptionalBinder(binder(),
 * MathVerifier.class).setBinding().toInstance(..)}. For another reward, leave this module out and
 * bind {@code RewardFunction}.
 */
public final class RewardsModule extends AbstractModule {

    /** Creates the module. */
    public RewardsModule() {}

    @Override
    protected void configure() {
        OptionalBinder.newOptionalBinder(binder(), MathVerifier.class);
    }

    @Provides
    RewardFunction reward(Optional<MathVerifier> verifier) {
        return verifier.map(MathReward::new).orElseGet(MathReward::new);
    }
}
