package io.github.luffyrl.examples.report;

import io.github.luffyrl.djl.listener.Durations;
import java.util.Locale;
import java.util.Map;

/** Draws what a run spent its time on as one bar, the phases in the order of a step. */
final class PhaseBar {

    private static final double SHOWN_SHARE = 0.005;

    private PhaseBar() {}

    /** The bar and its legend; nothing if no time was measured. */
    static String draw(Map<String, Double> seconds) {
        double total = seconds.values().stream().mapToDouble(s -> s).sum();
        StringBuilder bar = new StringBuilder("<div class=\"phases\"><div class=\"bar\">");
        StringBuilder legend = new StringBuilder("<div class=\"legend\">");
        int phase = 0;
        for (Map.Entry<String, Double> entry : seconds.entrySet()) {
            double share = entry.getValue() / total;
            String name = words(entry.getKey());
            String spent = Durations.text(entry.getValue());
            if (share >= SHOWN_SHARE) {
                bar.append(
                        "<i class=\"phase%d\" style=\"flex:%s\" title=\"%s %s\"></i>"
                                .formatted(
                                        phase,
                                        String.format(Locale.ROOT, "%.4f", share),
                                        name,
                                        spent));
            }
            if (share > 0) {
                legend.append(
                        "<span><i class=\"phase%d\"></i>%s %s <small>%s</small></span>"
                                .formatted(phase, name, Html.number(share, true), spent));
            }
            phase++; // a phase has the same colour in all runs
        }
        return total == 0 ? "" : bar + "</div>" + legend + "</div></div>\n";
    }

    /** {@code forwardBackward} as {@code forward backward}. */
    private static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
