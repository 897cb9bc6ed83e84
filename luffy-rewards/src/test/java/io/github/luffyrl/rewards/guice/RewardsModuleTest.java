package io.github.luffyrl.rewards.guice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Module;
import com.google.inject.multibindings.OptionalBinder;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.rewards.options.VerifierOptions;
import io.github.luffyrl.rewards.verifier.MathReward;
import io.github.luffyrl.rewards.verifier.MathVerifier;
import org.junit.jupiter.api.Test;

class RewardsModuleTest {

    @Test
    void theRewardIsThatOfNewMathReward() {
        RewardFunction injected = reward(new RewardsModule());

        assertTrue(solved(injected, "\\frac12", "\\boxed{0.5}"));
        // the last number of a list is not the answer
        assertFalse(solved(injected, "5", "2, 3, 5"));
        for (String response : new String[] {"\\boxed{5}", "2, 3, 5", "the answer is $5$", "5"}) {
            Problem problem = Problem.of("p", "2 + 3?", "5");
            Completion completion = Completion.of(response);
            assertEquals(
                    new MathReward().score(problem, completion),
                    injected.score(problem, completion),
                    response);
        }
    }

    @Test
    void aVerifierThatIsBoundTakesThePlaceOfMathRewardsOwn() {
        VerifierOptions anchored = VerifierOptions.builder().optAnchorRequired(true).build();
        RewardFunction injected =
                reward(
                        new RewardsModule(),
                        new AbstractModule() {
                            @Override
                            protected void configure() {
                                OptionalBinder.newOptionalBinder(binder(), MathVerifier.class)
                                        .setBinding()
                                        .toInstance(new MathVerifier(anchored));
                            }
                        });

        assertFalse(solved(injected, "5", "So it is 5."));
        assertTrue(solved(new MathReward(), "5", "So it is 5."));
    }

    private static RewardFunction reward(Module... modules) {
        return Guice.createInjector(modules).getInstance(RewardFunction.class);
    }

    private static boolean solved(RewardFunction reward, String answer, String response) {
        return reward.score(Problem.of("p", "2 + 3?", answer), Completion.of(response)).solved();
    }
}
