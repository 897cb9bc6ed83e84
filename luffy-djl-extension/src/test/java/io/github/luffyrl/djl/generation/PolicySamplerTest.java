package io.github.luffyrl.djl.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Model;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rejection.SamplingRound;
import io.github.luffyrl.core.rejection.TraceSampler.Request;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PolicySamplerTest {

    private static final RewardFunction LONG =
            (problem, completion) -> Reward.of(completion.text().length() >= 5);

    private static Model model;
    private static ProblemEncoder encoder;

    private final Problem first = TinyLanguage.problems().get(0);
    private final Problem second = TinyLanguage.problems().get(1);

    @BeforeAll
    static void load() throws IOException {
        model = TinyLanguage.model(1);
        encoder = TinyLanguage.encoder(TinyLanguage.tokenizer(), 6);
    }

    @AfterAll
    static void close() {
        encoder.close();
        model.close();
    }

    @Test
    void aSampleDependsOnItsProblemAndItsNumberAlone() {
        List<SamplingRound> together =
                sampler(LONG).sample(List.of(new Request(first, 0, 8), new Request(second, 0, 8)));
        List<SamplingRound> alone = sampler(LONG).sample(List.of(new Request(second, 0, 8)));

        assertEquals(together.get(1), alone.get(0));
        assertNotEquals(together.get(0).trace(), together.get(1).trace());
    }

    @Test
    void theFirstRightSampleIsTheTraceWhereverTheRoundsAreCut() {
        SamplingRound whole = sample(0, 8);
        for (int samples = 1; samples < 8; samples++) {
            SamplingRound start = sample(0, samples);
            if (start.trace() != null) {
                assertEquals(whole.trace(), start.trace());
            } else {
                SamplingRound rest = sample(samples, 8 - samples);
                assertEquals(whole.trace(), rest.trace());
                assertEquals(whole.compute(), start.compute().plus(rest.compute()));
            }
        }
    }

    @Test
    void promptsAndResponsesOfAllSamplesAreCounted() {
        // A reward that nothing earns; 3 samples of a prompt of 2 tokens and 1 to 6 tokens each.
        SamplingRound round =
                sampler((problem, completion) -> Reward.WRONG)
                        .sample(List.of(new Request(first, 0, 3)))
                        .get(0);
        Compute each =
                List.of(0, 1, 2).stream()
                        .map(i -> sample(i, 1).compute())
                        .reduce(Compute.ZERO, Compute::plus);

        assertNull(round.trace());
        assertEquals(each, round.compute());
        assertEquals(0, round.compute().updatedTokens());
        assertEquals(
                true,
                round.compute().forwardTokens() >= 9 && round.compute().forwardTokens() <= 24);
    }

    @Test
    void greedySamplingIsRejected() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new PolicySampler(new ModelPolicy(model, 1), encoder, LONG, 0, 1));
    }

    private SamplingRound sample(int from, int samples) {
        return sampler(LONG).sample(List.of(new Request(first, from, samples))).get(0);
    }

    private static PolicySampler sampler(RewardFunction reward) {
        return new PolicySampler(new ModelPolicy(model, 1), encoder, reward, 1, 5);
    }
}
