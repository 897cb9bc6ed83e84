package io.github.luffyrl.djl.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.generation.ScoredResponse;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyEvaluatorTest {

    @Test
    void everyProblemIsAnsweredWithoutHelpAndScored() throws IOException {
        List<RolloutRequest> requested = new ArrayList<>();
        List<SamplingParams> samplings = new ArrayList<>();
        Policy echo = // answers with its prompt
                (requests, sampling) -> {
                    requested.addAll(requests);
                    samplings.add(sampling);
                    return requests.stream()
                            .map(r -> r.prompt())
                            .map(p -> new Trajectory(p, p, 0, new float[p.length()], false))
                            .toList();
                };
        Problem right = Problem.of("right", "ab", "ab", Demonstration.of("ab"));
        Problem wrong = Problem.of("wrong", "cde", "f");
        List<ScoredResponse> answers;
        try (TextTokenizer tokenizer = TinyLanguage.tokenizer()) {
            answers =
                    new PolicyEvaluator(
                                    echo,
                                    TinyLanguage.encoder(tokenizer, 9),
                                    TinyLanguage::exactly,
                                    0.6,
                                    1)
                            .evaluate(List.of(right, wrong));
        }
        assertEquals(
                List.of(new Completion("ab", 2, false), new Completion("cde", 3, false)),
                answers.stream().map(ScoredResponse::completion).toList());
        assertEquals(List.of(right, wrong), answers.stream().map(ScoredResponse::problem).toList());
        assertEquals(
                List.of(Reward.RIGHT, Reward.WRONG),
                answers.stream().map(ScoredResponse::reward).toList());
        assertEquals(
                List.of(new SamplingParams(0.6, 9).withStopTokens(Set.of(TinyLanguage.END))),
                samplings);
        assertEquals(2, requested.stream().map(RolloutRequest::seed).distinct().count());
        assertEquals(
                List.of(Prefix.NONE, Prefix.NONE),
                requested.stream().map(RolloutRequest::prefix).toList());
    }

    @Test
    void severalSamplesDifferAndStandTogether() throws IOException {
        List<Long> seeds = new ArrayList<>();
        Policy echo =
                (requests, sampling) -> {
                    requests.forEach(r -> seeds.add(r.seed()));
                    return requests.stream()
                            .map(r -> r.prompt())
                            .map(p -> new Trajectory(p, p, 0, new float[p.length()], false))
                            .toList();
                };
        List<Problem> problems = List.of(Problem.of("1", "ab", "ab"), Problem.of("2", "c", "f"));
        try (TextTokenizer tokenizer = TinyLanguage.tokenizer()) {
            PolicyEvaluator evaluator =
                    new PolicyEvaluator(
                            echo,
                            TinyLanguage.encoder(tokenizer, 9),
                            TinyLanguage::exactly,
                            0.6,
                            1);
            List<ScoredResponse> answers = evaluator.evaluate(problems, 3);

            assertEquals(
                    List.of("1", "1", "1", "2", "2", "2"),
                    answers.stream().map(a -> a.problem().id()).toList());
            assertEquals(6, Set.copyOf(seeds).size());
            List<Long> firsts = List.of(seeds.get(0), seeds.get(3));
            seeds.clear();
            evaluator.evaluate(problems);
            assertEquals(firsts, seeds);
        }
    }
}
