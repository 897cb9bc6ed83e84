package io.github.luffyrl.djl.problem;

import io.github.luffyrl.core.prefix.DemonstrationTokens;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a user should know of some problems before training on them.
 *
 * @param rows of the files, those without a problem included
 * @param problems that are left
 * @param guided how many of them have a demonstration
 * @param sources number of problems of each data set, by its name
 * @param demonstrators number of demonstrations of each writer, by its name
 * @param skipped what was left out
 * @param noticed what is not wrong but easily overlooked
 * @param prompts lengths of the rendered prompts
 * @param demonstrations lengths of the demonstrations, end-of-sequence token included
 */
public record ProblemSummary(
        int rows,
        int problems,
        int guided,
        Map<String, Long> sources,
        Map<String, Long> demonstrators,
        List<DataIssue> skipped,
        List<DataIssue> noticed,
        LengthHistogram prompts,
        LengthHistogram demonstrations) {

    private static final String UNKNOWN = "unknown";

    /** Copies the collections. */
    public ProblemSummary {
        sources = new TreeMap<>(sources);
        demonstrators = new TreeMap<>(demonstrators);
        skipped = List.copyOf(skipped);
        noticed = List.copyOf(noticed);
    }

    static ProblemSummary of(
            int rows,
            List<EncodedProblem> encoded,
            List<DataIssue> skipped,
            List<DataIssue> noticed) {
        List<Problem> problems = encoded.stream().map(EncodedProblem::problem).toList();
        List<Demonstration> demonstrations =
                problems.stream().flatMap(p -> p.demonstrations().stream()).toList();
        return new ProblemSummary(
                rows,
                problems.size(),
                (int) problems.stream().filter(p -> !p.demonstrations().isEmpty()).count(),
                count(problems.stream().map(Problem::source)),
                count(demonstrations.stream().map(Demonstration::source)),
                skipped,
                noticed,
                LengthHistogram.of(encoded.stream().mapToInt(p -> p.prompt().length())),
                LengthHistogram.of(
                        encoded.stream()
                                .flatMap(p -> p.demonstrations().stream())
                                .mapToInt(DemonstrationTokens::length)));
    }

    ProblemSummary noticing(List<DataIssue> more) {
        List<DataIssue> all = new ArrayList<>(noticed);
        all.addAll(more);
        return new ProblemSummary(
                rows,
                problems,
                guided,
                sources,
                demonstrators,
                skipped,
                all,
                prompts,
                demonstrations);
    }

    private static Map<String, Long> count(Stream<String> names) {
        return names.map(name -> name.isEmpty() ? UNKNOWN : name)
                .collect(
                        Collectors.groupingBy(
                                Function.identity(), TreeMap::new, Collectors.counting()));
    }

    /** Some lines, to be shown before training starts. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%d problems of %d rows, %d with demonstrations%n",
                        problems,
                        rows,
                        guided));
        skipped.forEach(
                issue -> text.append(String.format(Locale.ROOT, "  left out: %s%n", issue)));
        noticed.forEach(issue -> text.append(String.format(Locale.ROOT, "  warning: %s%n", issue)));
        text.append(String.format(Locale.ROOT, "sources: %s%n", list(sources)));
        if (guided > 0) {
            text.append(String.format(Locale.ROOT, "demonstrations of: %s%n", list(demonstrators)));
        }
        text.append(String.format(Locale.ROOT, "prompts: %s%n", prompts));
        text.append(String.format(Locale.ROOT, "demonstrations: %s", demonstrations));
        return text.toString();
    }

    private static String list(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }
}
