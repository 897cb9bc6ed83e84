package io.github.luffyrl.examples.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The accuracies and the claims as Markdown, so that a page of documentation needs no figure typed
 * by hand.
 *
 * @param results of the comparison
 */
public record ComparisonMarkdown(ComparisonResults results) {

    private static final String BEGIN = "<!-- comparison: generated from here -->";
    private static final String END = "<!-- comparison: generated to here -->";

    /**
     * Replaces what an earlier comparison wrote into a page.
     *
     * @param file has a line that marks the beginning and one that marks the end
     * @throws IOException when it cannot be read or written
     * @throws IllegalArgumentException if a mark is missing
     */
    public void writeInto(Path file) throws IOException {
        String page = Files.readString(file);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(
                    file + ": need a line '" + BEGIN + "' and after it a line '" + END + "'");
        }
        Files.writeString(
                file,
                page.substring(0, begin + BEGIN.length())
                        + "\n\n"
                        + text()
                        + "\n"
                        + page.substring(end));
    }

    String text() {
        List<String> lines = new ArrayList<>();
        results.tasks().values().forEach(task -> accuracies(task, lines));
        lines.add("| the paper says | seen here | verdict |");
        lines.add("|---|---|---|");
        int claims = results.tasks().values().iterator().next().findings().size();
        for (int claim = 0; claim < claims; claim++) {
            lines.add(claim(claim));
        }
        return String.join("\n", lines) + "\n";
    }

    private static void accuracies(ComparisonResults.TaskResults task, List<String> lines) {
        int sets = task.sets().size();
        lines.add("Solved problems of the " + task.title() + " in %, ± 95 % over the seeds:");
        lines.add("");
        lines.add("| method | " + String.join(" | ", task.sets()) + " | FLOPs | minutes |");
        lines.add("|---" + "|---".repeat(sets + 2) + "|");
        List<String> before = new ArrayList<>();
        for (int set = 0; set < sets; set++) {
            before.add(task.before(set).percent().strip().replace("+-", "±"));
        }
        lines.add("| before training | " + String.join(" | ", before) + " | | |");
        for (String method : task.methods().keySet()) {
            List<String> cells = new ArrayList<>(List.of(method));
            for (int set = 0; set < sets; set++) {
                cells.add(task.after(method, set).percent().strip().replace("+-", "±"));
            }
            cells.add(Measure.FLOPS.unit().text(task.number(method, Measure.FLOPS).mean()));
            cells.add(
                    Measure.SECONDS.unit().text(task.number(method, Measure.SECONDS).mean() / 60));
            lines.add("| " + String.join(" | ", cells) + " |");
        }
        lines.add("");
    }

    /** One row, with a line for each task. */
    private String claim(int index) {
        List<String> seen = new ArrayList<>();
        List<String> verdicts = new ArrayList<>();
        boolean several = results.tasks().size() > 1;
        Claim claim = results.tasks().values().iterator().next().findings().get(index).claim();
        boolean outside = claim.test() instanceof Claim.Test.Outside;
        for (ComparisonResults.TaskResults task : results.tasks().values()) {
            Finding finding = task.findings().get(index);
            String begin = several && !outside ? "*" + task.title() + "*: " : "";
            if (!outside || seen.isEmpty()) {
                seen.add(begin + escaped(finding.seen()));
                verdicts.add(begin + "**" + finding.verdict().text() + "**");
            }
        }
        return "| "
                + escaped(claim.says())
                + " ("
                + claim.paper()
                + ") | "
                + String.join("<br>", seen)
                + " | "
                + String.join("<br>", verdicts)
                + " |";
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }
}
