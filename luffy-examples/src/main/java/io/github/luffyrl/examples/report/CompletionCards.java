package io.github.luffyrl.examples.report;

import io.github.luffyrl.examples.report.RunData.ShownCompletion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Shows a few of the sampled responses, from the beginning, the middle and the end of a run. Text
 * that was copied from a demonstration is marked.
 */
final class CompletionCards {

    private static final int PER_STEP = 4;
    private static final int SHOWN_CHARACTERS = 2000;

    private CompletionCards() {}

    static String draw(List<ShownCompletion> completions) {
        List<Integer> steps = completions.stream().map(ShownCompletion::step).distinct().toList();
        Set<Integer> chosen = new HashSet<>();
        if (!steps.isEmpty()) {
            chosen.addAll(
                    List.of(
                            steps.get(0),
                            steps.get(steps.size() / 2),
                            steps.get(steps.size() - 1)));
        }
        StringBuilder cards = new StringBuilder();
        for (int step : steps) {
            if (chosen.contains(step)) {
                cards.append("<h3>step ").append(step).append("</h3>\n<div class=\"cards\">\n");
                few(completions.stream().filter(c -> c.step() == step).toList())
                        .forEach(completion -> cards.append(card(completion)));
                cards.append("</div>\n");
            }
        }
        return cards.toString();
    }

    /** One of each kind first: by origin, solved or not. */
    private static List<ShownCompletion> few(List<ShownCompletion> all) {
        List<ShownCompletion> distinct = new ArrayList<>();
        List<ShownCompletion> others = new ArrayList<>();
        Set<String> kinds = new HashSet<>();
        for (ShownCompletion completion : all) {
            boolean isNew = kinds.add(completion.text("origin") + completion.solved());
            (isNew ? distinct : others).add(completion);
        }
        distinct.addAll(others);
        return distinct.stream()
                .limit(PER_STEP)
                .sorted(Comparator.comparing(c -> c.text("origin")))
                .toList();
    }

    private static String card(ShownCompletion completion) {
        String origin = completion.text("origin");
        double advantage = completion.number("advantage");
        return """
               <article class="completion">
               <header><b class="%s">%s</b><span class="%s">%s</span>\
               <span>reward %s</span><span>advantage %s</span><span>%d tokens%s</span>\
               <small>%s</small></header>
               <pre class="prompt">%s</pre>
               <pre>%s</pre>
               </article>
               """
                .formatted(
                        Html.text(origin),
                        Html.text(origin),
                        completion.solved() ? "right" : "wrong",
                        completion.solved() ? "✓ solved" : "✗ not solved",
                        Html.number(completion.number("reward"), false),
                        String.format(Locale.ROOT, "%+.3f", advantage),
                        (int) completion.number("tokens"),
                        completion.number("prefixTokens") > 0
                                ? ", " + (int) completion.number("prefixTokens") + " copied"
                                : "",
                        Html.text(completion.text("problem")),
                        Html.text(shortened(completion.text("prompt"))),
                        response(completion));
    }

    private static String response(ShownCompletion completion) {
        String prefix = completion.text("prefix");
        String response = shortened(completion.text("response"));
        int copied = Math.min(prefix.length(), response.length());
        String marked =
                copied == 0 ? "" : "<mark>" + Html.text(response.substring(0, copied)) + "</mark>";
        return marked + Html.text(response.substring(copied));
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_CHARACTERS
                ? text
                : text.substring(0, SHOWN_CHARACTERS) + " …";
    }
}
