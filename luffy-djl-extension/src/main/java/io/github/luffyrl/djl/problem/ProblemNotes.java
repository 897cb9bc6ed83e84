package io.github.luffyrl.djl.problem;

import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.RewardFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** What is not wrong with problems but easily overlooked. */
final class ProblemNotes {

    /** Demonstrations that the reward is asked about; of more, every n-th. */
    private static final int JUDGED = 1000;

    private static final int JUDGED_AT_A_TIME = 50;
    private static final Duration MOST_TIME = Duration.ofSeconds(20);

    private ProblemNotes() {}

    static void duplicates(List<EncodedProblem> problems, DataIssue.Collector noticed) {
        Map<List<ChatMessage>, String> first = new HashMap<>();
        for (EncodedProblem encoded : problems) {
            Problem problem = encoded.problem();
            String id = first.putIfAbsent(problem.prompt(), problem.id());
            if (id != null) {
                noticed.add(
                        "problem whose prompt is that of an earlier one",
                        problem.id() + " (" + id + ")");
            }
        }
    }

    static void overlap(
            List<EncodedProblem> problems, List<Problem> heldOut, DataIssue.Collector noticed) {
        Set<List<ChatMessage>> held = new HashSet<>();
        heldOut.forEach(problem -> held.add(problem.prompt()));
        for (EncodedProblem encoded : problems) {
            if (held.contains(encoded.problem().prompt())) {
                noticed.add(
                        "problem to train on whose prompt is held out, too",
                        encoded.problem().id());
            }
        }
    }

    /** A demonstration, by its problem and its place there. */
    private record Place(EncodedProblem problem, int demonstration) {}

    static void wrongDemonstrations(
            List<EncodedProblem> problems,
            RewardFunction reward,
            ProblemEncoder encoder,
            DataIssue.Collector noticed) {
        List<Place> all = new ArrayList<>();
        for (EncodedProblem problem : problems) {
            IntStream.range(0, problem.demonstrations().size())
                    .forEach(d -> all.add(new Place(problem, d)));
        }
        List<Place> asked = sample(all);
        List<Place> wrong = new ArrayList<>();
        long end = System.nanoTime() + MOST_TIME.toNanos();
        int judged = 0;
        while (judged < asked.size() && System.nanoTime() < end) {
            int to = Math.min(asked.size(), judged + JUDGED_AT_A_TIME);
            wrong.addAll(
                    asked.subList(judged, to).parallelStream()
                            .filter(place -> !solved(place, reward, encoder))
                            .toList());
            judged = to;
        }
        String what =
                String.format(
                        Locale.ROOT,
                        "demonstration that the reward finds wrong, of %d checked of %d",
                        judged,
                        all.size());
        for (Place place : wrong) {
            noticed.add(what, place.problem().problem().id());
        }
    }

    private static List<Place> sample(List<Place> all) {
        int every = Math.max(1, (all.size() + JUDGED - 1) / JUDGED);
        return IntStream.range(0, all.size())
                .filter(i -> i % every == 0)
                .mapToObj(all::get)
                .toList();
    }

    private static boolean solved(Place place, RewardFunction reward, ProblemEncoder encoder) {
        return reward.score(
                        place.problem().problem(),
                        encoder.completion(place.problem(), place.demonstration()))
                .solved();
    }
}
