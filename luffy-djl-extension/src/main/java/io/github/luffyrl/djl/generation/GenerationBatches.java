package io.github.luffyrl.djl.generation;

import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.RolloutRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Cuts requests into batches of nearly equal size. Requests of the same prompt stay together,
 * longest first, so that a prompt is read once and little is padded; a group is torn only where the
 * batches would become too unequal.
 *
 * <p>The threads have no say in it: the last digits of a log-probability depend on the shape of its
 * batch, and would then depend on the threads.
 */
final class GenerationBatches {

    /** How far a cut may move to a border between groups, as a share of a batch. */
    private static final double SLACK = 0.25;

    private GenerationBatches() {}

    /**
     * Plans the batches.
     *
     * @param requests what to generate
     * @param maxRows about the largest batch, at least 1
     * @return indices of requests, each once
     */
    static List<List<Integer>> of(List<RolloutRequest> requests, int maxRows) {
        List<List<Integer>> groups = groups(requests);
        List<Integer> order = groups.stream().flatMap(Collection::stream).toList();
        int rows = order.size();
        int count = (rows + maxRows - 1) / maxRows;
        List<Integer> borders = new ArrayList<>(List.of(0));
        groups.forEach(group -> borders.add(borders.get(borders.size() - 1) + group.size()));

        List<List<Integer>> batches = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= count; i++) {
            int to = cut(borders, (double) rows * i / count, SLACK * rows / count);
            if (to > from) {
                batches.add(order.subList(from, to));
                from = to;
            }
        }
        return batches;
    }

    private static int cut(List<Integer> borders, double ideal, double slack) {
        int nearest =
                borders.stream()
                        .min(Comparator.comparingDouble(border -> Math.abs(border - ideal)))
                        .orElseThrow();
        return Math.abs(nearest - ideal) <= slack ? nearest : (int) Math.round(ideal);
    }

    private static List<List<Integer>> groups(List<RolloutRequest> requests) {
        Map<Tokens, List<Integer>> byPrompt = new LinkedHashMap<>();
        IntStream.range(0, requests.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> -requests.get(i).inputLength()))
                .forEach(
                        i ->
                                byPrompt.computeIfAbsent(
                                                requests.get(i).prompt(),
                                                prompt -> new ArrayList<>())
                                        .add(i));
        return List.copyOf(byPrompt.values());
    }
}
