package io.github.luffyrl.examples.notebook;

import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.djl.generation.ScoredResponse;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Responses as a table: the problem, its answer, the response, and whether it is right.
 *
 * <pre>{@code
 * notebook.html(Responses.html(evaluator.evaluate(problems)));
 * }</pre>
 */
public final class Responses {

    private static final String CELL =
            "<td style=\"text-align:left;vertical-align:top;%s\">%s</td>";
    private static final String TEXT = "white-space:pre-wrap;font-family:monospace";

    private Responses() {}

    /**
     * Makes the table.
     *
     * @param responses a row each
     * @return HTML
     */
    public static String html(List<ScoredResponse> responses) {
        StringBuilder page =
                new StringBuilder("<table><tr>")
                        .append("<th>problem</th><th>answer</th><th>response</th><th>reward</th>")
                        .append("</tr>");
        for (ScoredResponse response : responses) {
            String prompt =
                    response.problem().prompt().stream()
                            .map(ChatMessage::content)
                            .collect(Collectors.joining("\n"));
            page.append("<tr>")
                    .append(cell(prompt))
                    .append(cell(response.problem().answer()))
                    .append(cell(response.completion().text()))
                    .append(reward(response))
                    .append("</tr>");
        }
        return page.append("</table>").toString();
    }

    private static String cell(String text) {
        return String.format(Locale.ROOT, CELL, TEXT, Html.escape(text));
    }

    private static String reward(ScoredResponse response) {
        String color = response.solved() ? "color:#007a55" : "color:#b03a00";
        String mark = response.solved() ? "\u2713 " : "\u2717 ";
        return String.format(Locale.ROOT, CELL, color, mark + response.reward().value());
    }
}
