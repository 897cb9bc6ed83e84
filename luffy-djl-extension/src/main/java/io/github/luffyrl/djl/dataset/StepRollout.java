package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.metric.PhaseClock;
import io.github.luffyrl.core.prefix.GroupResult;
import io.github.luffyrl.core.prefix.PlanContext;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.replay.Experience;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.generation.ScoredResponse;
import io.github.luffyrl.djl.generation.ScoredSampling.Request;
import io.github.luffyrl.djl.internal.TokenRandom;
import io.github.luffyrl.djl.problem.EncodedProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The rollouts of one step, made in one draw of problems or in several. */
final class StepRollout {

    /** Take the place of a step and of a sample in the seeds of prefixes. */
    private static final long WHOLE_RUN = -1;

    private static final long PREFIX = -1;

    private final RolloutSettings settings;
    private final long step;
    private final PrefixSchedule prefixes;
    private final ReplayDraw replayed;
    private final PhaseClock clock;
    private final List<ScoredGroup> groups = new ArrayList<>();

    StepRollout(
            RolloutSettings settings,
            long step,
            PrefixSchedule prefixes,
            ReplayDraw replayed,
            PhaseClock clock) {
        this.settings = settings;
        this.step = step;
        this.prefixes = prefixes;
        this.replayed = replayed;
        this.clock = clock;
    }

    /** Rolls out one group for each of the drawn problems. */
    List<ScoredGroup> rollOut(List<Integer> drawn) {
        List<Optional<Experience>> replays = drawn.stream().map(replayed::take).toList();
        List<ScoredResponse> responses = settings.sampling().sample(plan(drawn, replays), clock);
        List<ScoredGroup> made = new ArrayList<>();
        for (int index : drawn) {
            int from = made.size() * settings.groupSize();
            made.add(
                    compare(
                            settings.problems().get(index),
                            responses.subList(from, from + settings.groupSize()),
                            replays.get(made.size())));
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

    private List<Request> plan(List<Integer> drawn, List<Optional<Experience>> replays) {
        int earlier = groups.size() * settings.groupSize();
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i++) {
            EncodedProblem problem = settings.problems().get(drawn.get(i));
            List<Prefix> planned = new ArrayList<>(prefixes.plan(context(drawn.get(i))));
            replays.get(i).ifPresent(e -> planned.set(0, new Prefix(e.response().toArray(), 1)));
            for (Prefix prefix : planned) {
                // By row, not by problem: a step may draw a problem twice.
                int row = earlier + requests.size();
                long trajectorySeed = TokenRandom.seed(settings.seed(), step, row);
                requests.add(
                        new Request(
                                problem.problem(),
                                new RolloutRequest(problem.prompt(), prefix, trajectorySeed)));
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

    private ScoredGroup compare(
            EncodedProblem problem, List<ScoredResponse> sampled, Optional<Experience> replay) {
        List<ScoredResponse> responses = new ArrayList<>(sampled);
        replay.ifPresent(e -> responses.set(0, replayed(e, responses.get(0))));
        double[] values = responses.stream().mapToDouble(r -> r.reward().value()).toArray();
        boolean[] offPolicy = new boolean[values.length];
        for (int i = 0; i < offPolicy.length; i++) {
            offPolicy[i] = responses.get(i).trajectory().offPolicy();
        }
        double[] advantages = settings.advantages().advantages(values, offPolicy);
        return new ScoredGroup(
                problem, responses, Arrays.stream(advantages).boxed().toList(), replay.isPresent());
    }

    /** The policy only copied the response: its log-probabilities are those it was written with. */
    private static ScoredResponse replayed(Experience experience, ScoredResponse copy) {
        if (!copy.trajectory().response().equals(experience.response())) {
            throw new IllegalStateException(
                    "problem "
                            + copy.problem().id()
                            + ": a replayed response of "
                            + experience.response().length()
                            + " tokens came back with "
                            + copy.trajectory().responseLength());
        }
        return new ScoredResponse(
                copy.problem(),
                copy.prefix(),
                experience.replayed(copy.trajectory().prompt()),
                copy.completion(),
                copy.reward());
    }

    /** All groups of the step so far, also those that are dropped. */
    List<ScoredGroup> groups() {
        return List.copyOf(groups);
    }

    /** Prompts and responses of the rows that the policy wrote to. */
    Compute compute() {
        long tokens =
                groups.stream()
                        .flatMap(group -> group.responses().stream())
                        .map(ScoredResponse::trajectory)
                        .filter(trajectory -> trajectory.sampledLength() > 0)
                        .mapToLong(Trajectory::length)
                        .sum();
        return new Compute(tokens, 0);
    }

    /** What an adaptive prefix schedule learns from the step. */
    List<GroupResult> results() {
        return groups.stream()
                .filter(group -> !group.problem().demonstrations().isEmpty())
                .flatMap(ScoredGroup::prefixResults)
                .toList();
    }
}
