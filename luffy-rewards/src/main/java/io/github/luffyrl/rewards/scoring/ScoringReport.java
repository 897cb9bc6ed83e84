package io.github.luffyrl.rewards.scoring;

import io.github.luffyrl.core.reward.Attempt;
import io.github.luffyrl.core.reward.Reward;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What became of the completions that were scored.
 *
 * @param completions how many there were
 * @param errors for how many the reward function threw, or returned no finite number
 * @param timeouts for how many it took too long
 * @param parts sums of the parts of their rewards by name, such as {@code undecided}
 * @param time that scoring them took, added up over the threads
 * @param slowest longest time of one
 * @param slowestProblem id of the problem which that was for; empty when there is none
 * @param messages kinds of errors, each with a problem that had it, the first few
 */
public record ScoringReport(
        long completions,
        long errors,
        long timeouts,
        Map<String, Double> parts,
        Duration time,
        Duration slowest,
        String slowestProblem,
        List<String> messages) {

    /** The report of nothing. */
    public static final ScoringReport EMPTY =
            new ScoringReport(0, 0, 0, Map.of(), Duration.ZERO, Duration.ZERO, "", List.of());

    private static final int MESSAGES = 3;

    /** Copies the collections. */
    public ScoringReport {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        messages = List.copyOf(messages);
    }

    static ScoringReport of(List<Attempt> attempts, List<Scored> scored) {
        ScoringReport report = EMPTY;
        for (int i = 0; i < scored.size(); i++) {
            report = report.plus(of(attempts.get(i).problem().id(), scored.get(i)));
        }
        return report;
    }

    private static ScoringReport of(String problem, Scored scored) {
        Reward reward = scored.reward();
        Throwable failure = scored.failure();
        Duration time = Duration.ofNanos(scored.nanos());
        return new ScoringReport(
                1,
                failure == null ? 0 : 1,
                reward.parts().containsKey(ParallelScoring.TIMEOUT) && failure == null ? 1 : 0,
                reward.parts(),
                time,
                time,
                problem,
                failure == null ? List.of() : List.of(failure + " (problem " + problem + ")"));
    }

    /**
     * Returns completions that have no reward of their own and count as wrong.
     *
     * @return errors and timeouts
     */
    public long failures() {
        return errors + timeouts;
    }

    ScoringReport plus(ScoringReport more) {
        Map<String, Double> sums = new LinkedHashMap<>(parts);
        more.parts.forEach((name, sum) -> sums.merge(name, sum, Double::sum));
        boolean slower = slowest.compareTo(more.slowest) >= 0 && !slowestProblem.isEmpty();
        List<String> some =
                Stream.concat(messages.stream(), more.messages.stream()).limit(MESSAGES).toList();
        return new ScoringReport(
                completions + more.completions,
                errors + more.errors,
                timeouts + more.timeouts,
                sums,
                time.plus(more.time),
                slower ? slowest : more.slowest,
                slower ? slowestProblem : more.slowestProblem,
                some);
    }

    /** Tells the counts in one line. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d errors and %d timeouts in %d completions%s; %.1f s, slowest %.3f s%s%s",
                errors,
                timeouts,
                completions,
                parts.isEmpty() ? "" : ", parts " + parts,
                time.toNanos() / 1e9,
                slowest.toNanos() / 1e9,
                slowestProblem.isEmpty() ? "" : " (problem " + slowestProblem + ")",
                messages.isEmpty() ? "" : "; " + String.join("; ", messages));
    }
}
