package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.metric.PhaseClock;
import io.github.luffyrl.core.metric.StepPhase;
import io.github.luffyrl.core.prefix.GroupResult;
import io.github.luffyrl.core.prefix.PlanContext;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.reward.Attempt;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.generation.TokenRandom;
import io.github.luffyrl.djl.problem.EncodedProblem;
import java.util.ArrayList;
import java.util.List;

/** The rollouts of one step, made in one draw of problems or in several. */
final class StepRollout {

    /** Take the place of a step and of a sample in the seeds of prefixes. */
    private static final long WHOLE_RUN = -1;

    private static final long PREFIX = -1;

    private final RolloutSettings settings;
    private final long step;
    private final PrefixSchedule prefixes;
    private final PhaseClock clock;
    private final List<ScoredGroup> groups = new ArrayList<>();

    StepRollout(RolloutSettings settings, long step, PrefixSchedule prefixes, PhaseClock clock) {
        this.settings = settings;
        this.step = step;
        this.prefixes = prefixes;
        this.clock = clock;
    }

    /** Rolls out one group for each of the drawn problems. */
    List<ScoredGroup> rollOut(List<Integer> drawn) {
        List<RolloutRequest> requests = plan(drawn);
        List<Trajectory> trajectories =
                clock.time(
                        StepPhase.ROLLOUT,
                        () -> settings.policy().rollout(requests, settings.sampling()));
        List<Attempt> attempts = attempts(drawn, trajectories);
        List<Reward> rewards =
                clock.time(StepPhase.REWARD, () -> settings.reward().scoreAll(attempts));

        List<ScoredGroup> made = new ArrayList<>();
        for (int index : drawn) {
            int from = made.size() * settings.groupSize();
            int to = from + settings.groupSize();
            made.add(
                    compare(
                            settings.problems().get(index),
                            requests.subList(from, to),
                            trajectories.subList(from, to),
                            attempts.subList(from, to),
                            rewards.subList(from, to)));
        }
        groups.addAll(made);
        return made;
    }

    /** What the rows of the first draw would start from. */
    List<PlannedGroup> preview(List<Integer> drawn) {
        return drawn.stream()
                .map(
                        index ->
                                new PlannedGroup(
                                        settings.problems().get(index),
                                        prefixes.plan(context(index))))
                .toList();
    }

    private List<RolloutRequest> plan(List<Integer> drawn) {
        int earlier = groups.size() * settings.groupSize();
        List<RolloutRequest> requests = new ArrayList<>();
        for (int index : drawn) {
            int[] prompt = settings.problems().get(index).prompt();
            for (Prefix prefix : prefixes.plan(context(index))) {
                // By row, not by problem: a step may draw a problem twice.
                int row = earlier + requests.size();
                long trajectorySeed = TokenRandom.seed(settings.seed(), step, row);
                requests.add(new RolloutRequest(prompt, prefix, trajectorySeed));
            }
        }
        return requests;
    }

    private PlanContext context(int index) {
        EncodedProblem problem = settings.problems().get(index);
        return new PlanContext(
                problem.problem().id(),
                settings.groupSize(),
                problem.demonstrations(),
                step - 1,
                new TokenRandom(TokenRandom.seed(settings.seed(), step, index, PREFIX))
                        ::nextUniform,
                new TokenRandom(TokenRandom.seed(settings.seed(), WHOLE_RUN, index, PREFIX))
                        ::nextUniform);
    }

    private List<Attempt> attempts(List<Integer> drawn, List<Trajectory> trajectories) {
        List<Attempt> attempts = new ArrayList<>();
        for (Trajectory trajectory : trajectories) {
            int index = drawn.get(attempts.size() / settings.groupSize());
            attempts.add(
                    new Attempt(
                            settings.problems().get(index).problem(),
                            settings.encoder().decode(trajectory)));
        }
        return attempts;
    }

    private ScoredGroup compare(
            EncodedProblem problem,
            List<RolloutRequest> requests,
            List<Trajectory> trajectories,
            List<Attempt> attempts,
            List<Reward> rewards) {
        double[] values = rewards.stream().mapToDouble(Reward::value).toArray();
        boolean[] offPolicy = new boolean[values.length];
        for (int i = 0; i < offPolicy.length; i++) {
            offPolicy[i] = trajectories.get(i).offPolicy();
        }
        double[] advantages = settings.advantages().advantages(values, offPolicy);
        List<ScoredResponse> responses = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            responses.add(
                    new ScoredResponse(
                            requests.get(i).prefix(),
                            trajectories.get(i),
                            attempts.get(i).completion(),
                            rewards.get(i),
                            advantages[i]));
        }
        return new ScoredGroup(problem, responses);
    }

    /** All groups of the step so far, also those that are dropped. */
    List<ScoredGroup> groups() {
        return List.copyOf(groups);
    }

    /** What an adaptive prefix schedule learns from the step. */
    List<GroupResult> results() {
        return groups.stream()
                .filter(group -> !group.problem().demonstrations().isEmpty())
                .flatMap(ScoredGroup::prefixResults)
                .toList();
    }
}
