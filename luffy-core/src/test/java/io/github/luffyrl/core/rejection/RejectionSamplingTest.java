package io.github.luffyrl.core.rejection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RejectionSamplingTest {

    /** At most 10 samples, 4 a round, 2 problems at a time. */
    private static final SamplingBudget BUDGET = new SamplingBudget(10, 4, 2);

    /** The first right sample of each problem; never is none within the budget. */
    private static final Map<String, Integer> FIRST_RIGHT =
            Map.of("easy", 0, "middling", 5, "last", 9, "never", 10);

    private final List<Problem> problems =
            List.of(problem("easy"), problem("never"), problem("middling"), problem("last"));
    private final Memory journal = new Memory();
    private final List<TraceSampler.Request> asked = new ArrayList<>();
    private int crashAfter = Integer.MAX_VALUE;

    @Test
    void samplesUntilThereIsOneRightTraceOrTheBudgetIsSpent() throws IOException {
        CollectedTraces collected = collect();

        assertEquals(
                List.of(
                        new ProblemOutcome.Solved(problems.get(0), 4, Demonstration.of("easy 0")),
                        new ProblemOutcome.Hard(problems.get(1), 10),
                        new ProblemOutcome.Solved(
                                problems.get(2), 8, Demonstration.of("middling 5")),
                        new ProblemOutcome.Solved(problems.get(3), 10, Demonstration.of("last 9"))),
                collected.outcomes());
        assertEquals(3, collected.solved());
        // 32 samples of 3 tokens
        assertEquals(new Compute(96, 0), collected.compute());
    }

    @Test
    void theLastRoundOfAProblemIsAsShortAsItsBudget() throws IOException {
        collect();

        List<Integer> never =
                asked.stream()
                        .filter(request -> request.problem().id().equals("never"))
                        .map(TraceSampler.Request::samples)
                        .toList();
        assertEquals(List.of(4, 4, 2), never);
    }

    @Test
    void aCollectionThatDiedInAnyRoundEndsAsIfItHadNotAndSamplesNothingTwice() throws IOException {
        CollectedTraces undisturbed = collect();
        List<TraceSampler.Request> askedUndisturbed = List.copyOf(asked);

        for (int round = 0; round < 6; round++) {
            journal.rounds.clear();
            asked.clear();
            crashAfter = round;
            assertThrows(IllegalStateException.class, this::collect);
            int lost = asked.size() - journal.rounds.size();
            asked.subList(asked.size() - lost, asked.size()).clear(); // sampled, but never kept
            crashAfter = Integer.MAX_VALUE;

            assertEquals(undisturbed, collect());
            assertEquals(askedUndisturbed, asked);
        }
    }

    @Test
    void progressCountsWhatIsDone() throws IOException {
        List<RejectionSampling.Progress> told = new ArrayList<>();
        new RejectionSampling(this::sample, BUDGET, journal).collect(problems, told::add);

        assertEquals(new RejectionSampling.Progress(4, 1, 0, 8), told.get(0));
        assertEquals(new RejectionSampling.Progress(4, 3, 1, 32), told.get(told.size() - 1));
    }

    @Test
    void tracesBecomeTheOnlyDemonstrationsAndHardProblemsAreMarked() throws IOException {
        List<Problem> collected = collect().problems("base");

        assertEquals(
                List.of(new Demonstration("middling 5", "base")),
                collected.get(2).demonstrations());
        assertEquals(Map.of("samples", "8"), collected.get(2).attributes());
        assertEquals(List.of(), collected.get(1).demonstrations());
        assertEquals(Map.of("samples", "10", "hard", "true"), collected.get(1).attributes());
    }

    @Test
    void aJournalOfOtherProblemsIsRejected() throws IOException {
        collect();

        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new RejectionSampling(this::sample, BUDGET, journal)
                                        .collect(problems.subList(1, 4), p -> {}));
        assertTrue(error.getMessage().contains("easy"), error.getMessage());
    }

    private CollectedTraces collect() throws IOException {
        return new RejectionSampling(this::sample, BUDGET, journal).collect(problems, p -> {});
    }

    private List<SamplingRound> sample(List<TraceSampler.Request> requests) {
        asked.addAll(requests);
        return requests.stream().map(RejectionSamplingTest::sample).toList();
    }

    private static SamplingRound sample(TraceSampler.Request request) {
        String id = request.problem().id();
        int right = FIRST_RIGHT.get(id);
        boolean found = right >= request.first() && right < request.first() + request.samples();
        return new SamplingRound(
                id,
                request.samples(),
                new Compute(3L * request.samples(), 0),
                found ? Demonstration.of(id + " " + right) : null);
    }

    private static Problem problem(String id) {
        return Problem.of(id, "Solve " + id, "1", Demonstration.of("somebody else's"));
    }

    private final class Memory implements CollectionJournal {
        private final List<SamplingRound> rounds = new ArrayList<>();
        private int appended;

        @Override
        public List<SamplingRound> read() {
            appended = 0;
            return List.copyOf(rounds);
        }

        @Override
        public void append(List<SamplingRound> more) {
            if (appended++ == crashAfter) {
                throw new IllegalStateException("killed");
            }
            rounds.addAll(more);
        }
    }
}
