package io.github.luffyrl.rewards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Attempt;
import io.github.luffyrl.core.reward.GuardedReward;
import io.github.luffyrl.core.reward.OverlongPenalty;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.reward.WeightedReward;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.rewards.code.CommandReward;
import io.github.luffyrl.rewards.shape.FormatReward;
import io.github.luffyrl.rewards.shape.FormatRule;
import io.github.luffyrl.rewards.verifier.MathReward;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The programs of docs/rewards.md are those that compile and run here. */
class GuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "rewards.md");
    private static final Path THIS =
            Path.of("src/test/java/io/github/luffyrl/rewards/GuideTest.java");

    private final Problem problem = Problem.of("p", "2 + 2?", "4");
    private final List<Attempt> attempts =
            List.of(new Attempt(problem, Completion.of("<think>2, 3, 4.</think>\\boxed{4}")));

    @Test
    void aSumCountsAnswerFormatAndLength() {
        RewardFunction reward =
                WeightedReward.of("answer", 1, new MathReward())
                        .plus("format", 0.2, new FormatReward(FormatRule.thinkThenAnswer()))
                        .plus("overlong", 0.5, new OverlongPenalty(8192, 1024));

        assertEquals(1.2, reward.scoreAll(attempts).get(0).value(), 1e-15);
        RewardFunction guarded = new GuardedReward(reward, Duration.ofSeconds(10), 8);
        assertEquals(reward.scoreAll(attempts), guarded.scoreAll(attempts));
    }

    @Test
    void aFunctionOfYourOwnIsAReward() {
        RewardFunction shortest =
                (problem, completion) ->
                        completion.text().contains(problem.answer())
                                ? new Reward(1.0 / completion.tokens(), true)
                                : Reward.WRONG;

        assertEquals(0.5, shortest.score(problem, Completion.of("=4")).value());
    }

    @SuppressWarnings("unused") // compiled and compared; it would need your program to run
    private static void program() {
        RewardFunction tests =
                CommandReward.builder("python3", "/home/me/run_tests.py")
                        .optTimeLimit(Duration.ofSeconds(10))
                        .optMemoryLimit(1L << 30)
                        .optOutputLimit(1L << 20)
                        .build();
    }

    @Test
    void theProgramsOfTheGuideStandHere() throws IOException {
        String here = withoutSpace(Files.readString(THIS));
        List<String> programs =
                Pattern.compile("```java\n(.*?)\n}?\n?```", Pattern.DOTALL)
                        .matcher(Files.readString(GUIDE))
                        .results()
                        .map((MatchResult program) -> withoutSpace(program.group(1)))
                        .toList();
        assertEquals(4, programs.size());
        for (String program : programs) {
            assertTrue(here.contains(program), program);
        }
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
