package io.github.luffyrl.core.rejection;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects one right response per problem by sampling until there is one, as PrefixRL does (arXiv
 * 2601.18795). The journal is written after every round: a collection that was killed and is
 * started again resumes after the last round, with the same result.
 *
 * @param sampler samples and scores
 * @param budget how much
 * @param journal keeps the rounds
 */
public record RejectionSampling(
        TraceSampler sampler, SamplingBudget budget, CollectionJournal journal) {

    /**
     * Collects.
     *
     * @param problems each with an id of its own
     * @param progress called after each round
     * @return an outcome for each problem
     * @throws IOException when the journal cannot be read or written
     * @throws IllegalArgumentException if the journal has rounds of another problem
     */
    public CollectedTraces collect(List<Problem> problems, Consumer<Progress> progress)
            throws IOException {
        Map<String, Attempts> attempts = new HashMap<>();
        problems.forEach(problem -> attempts.put(problem.id(), new Attempts()));
        for (SamplingRound round : journal.read()) {
            of(round.problem(), attempts).add(round);
        }
        for (int from = 0; from < problems.size(); from += budget.problemsPerRound()) {
            int to = Math.min(from + budget.problemsPerRound(), problems.size());
            collectAtATime(problems.subList(from, to), attempts, progress);
        }
        return new CollectedTraces(
                problems.stream().map(p -> of(p.id(), attempts).outcome(p)).toList(),
                attempts.values().stream().map(a -> a.compute).reduce(Compute.ZERO, Compute::plus));
    }

    private static Attempts of(String problem, Map<String, Attempts> attempts) {
        Attempts of = attempts.get(problem);
        if (of == null) {
            throw new IllegalArgumentException(
                    "samples of problem " + problem + ", which is not among these problems");
        }
        return of;
    }

    private void collectAtATime(
            List<Problem> problems, Map<String, Attempts> attempts, Consumer<Progress> progress)
            throws IOException {
        List<TraceSampler.Request> open = open(problems, attempts);
        while (!open.isEmpty()) {
            List<SamplingRound> rounds = sampler.sample(open);
            if (rounds.size() != open.size()) {
                throw new IllegalStateException(
                        rounds.size() + " rounds for " + open.size() + " problems");
            }
            journal.append(rounds);
            rounds.forEach(round -> of(round.problem(), attempts).add(round));
            progress.accept(progress(attempts));
            open = open(problems, attempts);
        }
    }

    private List<TraceSampler.Request> open(
            List<Problem> problems, Map<String, Attempts> attempts) {
        List<TraceSampler.Request> open = new ArrayList<>();
        for (Problem problem : problems) {
            Attempts of = of(problem.id(), attempts);
            if (of.open(budget)) {
                int samples = Math.min(budget.samplesPerRound(), budget.maxSamples() - of.samples);
                open.add(new TraceSampler.Request(problem, of.samples, samples));
            }
        }
        return open;
    }

    private Progress progress(Map<String, Attempts> attempts) {
        int solved = 0;
        int hard = 0;
        long samples = 0;
        for (Attempts of : attempts.values()) {
            samples += of.samples;
            if (of.trace != null) {
                solved++;
            } else if (!of.open(budget)) {
                hard++;
            }
        }
        return new Progress(attempts.size(), solved, hard, samples);
    }

    /**
     * How far a collection is.
     *
     * @param problems all of them
     * @param solved those with a trace
     * @param hard those given up
     * @param samples drawn so far, earlier runs included
     */
    public record Progress(int problems, int solved, int hard, long samples) {}

    /** What was sampled for one problem. */
    private static final class Attempts {
        private int samples;
        private Compute compute = Compute.ZERO;
        private @Nullable Demonstration trace;

        void add(SamplingRound round) {
            samples += round.samples();
            compute = compute.plus(round.compute());
            trace = trace == null ? round.trace() : trace;
        }

        boolean open(SamplingBudget budget) {
            return trace == null && samples < budget.maxSamples();
        }

        ProblemOutcome outcome(Problem problem) {
            return trace == null
                    ? new ProblemOutcome.Hard(problem, samples)
                    : new ProblemOutcome.Solved(problem, samples, trace);
        }
    }
}
