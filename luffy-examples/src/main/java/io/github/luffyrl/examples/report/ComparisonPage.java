package io.github.luffyrl.examples.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A comparison of methods as a page that needs nothing else.
 *
 * @param introduction what was compared, a paragraph each
 * @param rule by which claims are judged
 * @param claims in the order of the page
 * @param tasks each with its tables and charts
 * @param recipes of one run of each method, as YAML, in the order of {@code methods}
 * @param methods their names
 */
public record ComparisonPage(
        List<String> introduction,
        String rule,
        List<ClaimGroup> claims,
        List<TaskPart> tasks,
        List<String> recipes,
        List<String> methods) {

    /**
     * The claims with the same verdict.
     *
     * @param title the verdict
     * @param style of the verdict: {@code right}, {@code wrong} or nothing
     * @param claims of the group
     */
    public record ClaimGroup(String title, String style, List<ClaimRow> claims) {

        int count() {
            return claims.size();
        }
    }

    /**
     * A claim on a task.
     *
     * @param task where it was looked at; empty if it was not
     * @param paper that makes it
     * @param says what the paper says
     * @param seen the figures
     */
    public record ClaimRow(String task, String paper, String says, String seen) {}

    /** Copies the lists. */
    public ComparisonPage {
        introduction = List.copyOf(introduction);
        claims = List.copyOf(claims);
        tasks = List.copyOf(tasks);
        recipes = List.copyOf(recipes);
        methods = List.copyOf(methods);
    }

    /**
     * Writes the page.
     *
     * @param file created or overwritten
     * @throws IOException when it cannot be written
     */
    public void write(Path file) throws IOException {
        new Page(
                        "comparison",
                        Map.of(
                                "introduction", introduction,
                                "rule", rule,
                                "claims", claims,
                                "tasks", tasks,
                                "methods", methods,
                                "differences", RecipeDifferences.of(recipes)))
                .write(file);
    }
}
