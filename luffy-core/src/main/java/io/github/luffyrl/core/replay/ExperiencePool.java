package io.github.luffyrl.core.replay;

import io.github.luffyrl.core.rollout.Trajectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * ExGRPO's memory of right responses, each with the log-probabilities it was sampled with (arXiv
 * 2510.02245). Not thread-safe.
 *
 * <p>A problem that every rollout of a group solves is retired: it is forgotten, and need not be
 * trained on again.
 */
public final class ExperiencePool {

    private final int above;
    private final int upTo;
    private final SuccessBuckets buckets = new SuccessBuckets();
    private final Map<String, List<Experience>> experiences = new HashMap<>();
    private final Set<String> retired = new HashSet<>();

    /**
     * Makes an empty pool.
     *
     * @param above groups with more successes than this are kept, at least 0; ExGRPO uses 0
     * @param upTo groups with at most this many successes are kept; ExGRPO uses 7 of 8
     */
    public ExperiencePool(int above, int upTo) {
        if (above < 0 || upTo <= above) {
            throw new IllegalArgumentException(
                    "above = " + above + ", upTo = " + upTo + ": need 0 <= above < upTo");
        }
        this.above = above;
        this.upTo = upTo;
    }

    /**
     * Learns from a group: retires the problem when all rows are right; otherwise, when the number
     * of right rows is in range, moves the problem to that bucket and keeps those of them that the
     * policy wrote itself and that are not yet kept, token for token. A problem that is retired
     * stays so.
     *
     * @param problem the problem's id
     * @param rows its rollouts, at least one
     * @param correct whether each row is right
     * @throws IllegalArgumentException if there is no row or the lengths differ
     */
    public void collect(String problem, List<Trajectory> rows, boolean[] correct) {
        if (rows.isEmpty() || correct.length != rows.size()) {
            throw new IllegalArgumentException(
                    "problem "
                            + problem
                            + ": "
                            + correct.length
                            + " outcomes for "
                            + rows.size()
                            + " rows: need one each, at least one");
        }
        int successes = 0;
        for (boolean right : correct) {
            successes += right ? 1 : 0;
        }
        if (retired.contains(problem)) {
            return;
        }
        if (successes == rows.size()) {
            buckets.remove(problem);
            experiences.remove(problem);
            retired.add(problem);
        } else if (above < successes && successes <= upTo) {
            keep(problem, rows, correct);
            if (experiences.containsKey(problem)) {
                buckets.update(problem, successes);
            }
        }
    }

    /**
     * Returns the responses kept for a problem.
     *
     * @param problem the problem's id
     * @return oldest first, possibly none
     */
    public List<Experience> experiences(String problem) {
        return List.copyOf(experiences.getOrDefault(problem, List.of()));
    }

    /**
     * Returns the problems that can be replayed.
     *
     * @return a copy: ids in their natural order, by the number of right rows of their latest group
     *     in range
     */
    public SortedMap<Integer, List<String>> buckets() {
        return buckets.contents();
    }

    /**
     * Returns the problems that need no more training.
     *
     * @return a copy of the ids
     */
    public Set<String> retired() {
        return Set.copyOf(retired);
    }

    /**
     * Returns whether a problem needs no more training.
     *
     * @param problem the problem's id
     * @return true after a group whose rows were all right
     */
    public boolean isRetired(String problem) {
        return retired.contains(problem);
    }

    /**
     * Everything that a pool remembers.
     *
     * @param buckets ids by the number of right rows of their latest group in range
     * @param experiences the responses kept for each of them, oldest first
     * @param retired ids, in their natural order
     */
    public record State(
            SortedMap<Integer, List<String>> buckets,
            SortedMap<String, List<Experience>> experiences,
            List<String> retired) {}

    /**
     * Returns what is remembered now. Store it to resume.
     *
     * @return what {@link #restore} takes
     */
    public State state() {
        SortedMap<String, List<Experience>> kept = new TreeMap<>();
        experiences.forEach((problem, responses) -> kept.put(problem, List.copyOf(responses)));
        return new State(buckets(), kept, retired.stream().sorted().toList());
    }

    /**
     * Goes on from a state, forgetting everything else.
     *
     * @param state what {@link #state} returned
     */
    public void restore(State state) {
        buckets.clear();
        state.buckets()
                .forEach((count, problems) -> problems.forEach(p -> buckets.update(p, count)));
        experiences.clear();
        state.experiences()
                .forEach((problem, kept) -> experiences.put(problem, new ArrayList<>(kept)));
        retired.clear();
        retired.addAll(state.retired());
    }

    private void keep(String problem, List<Trajectory> rows, boolean[] correct) {
        for (int row = 0; row < correct.length; row++) {
            Trajectory trajectory = rows.get(row);
            // Copied tokens carry no log-probability of the policy, so they cannot be weighted.
            if (correct[row] && trajectory.prefixLength() == 0) {
                List<Experience> kept =
                        experiences.computeIfAbsent(problem, p -> new ArrayList<>());
                if (kept.stream().noneMatch(k -> k.response().equals(trajectory.response()))) {
                    kept.add(Experience.of(trajectory));
                }
            }
        }
    }
}
