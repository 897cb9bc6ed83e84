package io.github.luffyrl.examples.notebook;

import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.rollout.ResponseScorer;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.dataset.ScoredGroup;
import io.github.luffyrl.djl.generation.ScoredResponse;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A group of rollouts, token by token: the color says who wrote a token, its strength how likely
 * the policy finds it, and each row has its reward and advantage.
 *
 * <pre>{@code
 * notebook.html(Trajectories.html(group, new ModelScorer(model, 4096), encoder.tokenizer()));
 * }</pre>
 *
 * @param group rows of a problem
 * @param logProbs of each row's response tokens under the policy
 * @param tokenizer that of the policy
 */
public record Trajectories(ScoredGroup group, List<float[]> logProbs, TextTokenizer tokenizer) {

    /** Checks that each row has its log-probabilities, and copies the list. */
    public Trajectories {
        logProbs = List.copyOf(logProbs);
        for (int row = 0; row < group.responses().size(); row++) {
            int tokens = group.responses().get(row).trajectory().responseLength();
            if (logProbs.size() != group.responses().size() || logProbs.get(row).length != tokens) {
                throw new IllegalArgumentException(
                        "row " + row + " has " + tokens + " tokens and not as many numbers");
            }
        }
    }

    /** Who wrote a token. */
    private enum Writer {
        POLICY("0,114,178", "written by the policy"),
        DEMONSTRATION("213,94,0", "demonstration, trained on"),
        CONTEXT("0,158,115", "demonstration, as context");

        private final String color;
        private final String label;

        Writer(String color, String label) {
            this.color = color;
            this.label = label;
        }

        static Writer of(Trajectory trajectory, int token) {
            if (token >= trajectory.prefixLength()) {
                return POLICY;
            }
            return trajectory.use() == PrefixUse.TRAINED ? DEMONSTRATION : CONTEXT;
        }
    }

    /**
     * Shows a group, with the probabilities that the policy gives the tokens now.
     *
     * @param group rows of a problem
     * @param scorer the policy; {@code ModelScorer} for a DJL model
     * @param tokenizer that of the policy
     * @return HTML
     */
    public static String html(ScoredGroup group, ResponseScorer scorer, TextTokenizer tokenizer) {
        List<Trajectory> rows = group.responses().stream().map(ScoredResponse::trajectory).toList();
        return new Trajectories(group, scorer.logProbs(rows, 1), tokenizer).html();
    }

    /**
     * Shows the group.
     *
     * @return HTML
     */
    public String html() {
        StringBuilder page = new StringBuilder("<div style=\"line-height:1.6\"><p>");
        for (Writer writer : Writer.values()) {
            page.append(
                    String.format(
                            Locale.ROOT,
                            "<span style=\"background:rgba(%s,0.6);padding:0 4px;border-radius:2px\">%s</span> ",
                            writer.color,
                            writer.label));
        }
        page.append("the stronger the color, the less likely the token</p><table>")
                .append("<tr><th>reward</th><th>advantage</th><th>response</th></tr>");
        for (int row = 0; row < group.responses().size(); row++) {
            page.append(row(row));
        }
        return page.append("</table></div>").toString();
    }

    private String row(int row) {
        ScoredResponse response = group.responses().get(row);
        double advantage = group.advantages().get(row);
        List<String> pieces = pieces(response.trajectory().response().toArray());
        StringBuilder tokens = new StringBuilder();
        for (int token = 0; token < pieces.size(); token++) {
            Writer writer = Writer.of(response.trajectory(), token);
            double probability = Math.exp(logProbs.get(row)[token]);
            String hint =
                    String.format(
                            Locale.ROOT,
                            "%s, p = %.3f, advantage %+.3f",
                            writer.label,
                            probability,
                            writer == Writer.CONTEXT ? 0 : advantage);
            tokens.append(
                    String.format(
                            Locale.ROOT,
                            "<span title=\"%s\" style=\"background:rgba(%s,%.2f);border-radius:2px\">%s</span>",
                            hint,
                            writer.color,
                            0.1 + 0.8 * (1 - Math.min(1, probability)),
                            Html.escape(pieces.get(token))));
        }
        return String.format(
                Locale.ROOT,
                "<tr><td>%.1f</td><td>%+.3f</td><td style=\"text-align:left;white-space:pre-wrap;"
                        + "font-family:monospace\">%s</td></tr>",
                response.reward().value(),
                advantage,
                tokens);
    }

    /** The text of each token; that of a character of several tokens is at the last of them. */
    private List<String> pieces(int[] tokens) {
        List<String> pieces = new ArrayList<>();
        String before = "";
        for (int token = 0; token < tokens.length; token++) {
            String text = tokenizer.decodeAll(Arrays.copyOf(tokens, token + 1));
            boolean unfinished = text.endsWith("\ufffd") && token < tokens.length - 1;
            boolean longer = text.startsWith(before);
            if (unfinished) {
                pieces.add("");
            } else if (longer) {
                pieces.add(text.substring(before.length()));
            } else {
                pieces.add(tokenizer.decodeAll(new int[] {tokens[token]}));
            }
            before = unfinished ? before : text;
        }
        return pieces;
    }
}
