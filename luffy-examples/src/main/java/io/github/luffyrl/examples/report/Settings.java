package io.github.luffyrl.examples.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Shows the recipes of runs: where they differ, and each as a whole. */
final class Settings {

    private Settings() {}

    static String draw(List<RunData> runs) {
        StringBuilder html = new StringBuilder();
        if (runs.size() > 1) {
            html.append(differences(runs));
        }
        for (int run = 0; run < runs.size(); run++) {
            html.append(
                    "<details%s><summary><i class=\"dot run%d\"></i>%s</summary><pre>%s</pre></details>\n"
                            .formatted(
                                    runs.size() == 1 ? " open=\"open\"" : "",
                                    run,
                                    Html.text(runs.get(run).name()),
                                    Html.text(runs.get(run).settings())));
        }
        return html.toString();
    }

    private static String differences(List<RunData> runs) {
        List<Map<String, String>> recipes = runs.stream().map(run -> flat(run.settings())).toList();
        TreeSet<String> keys = new TreeSet<>();
        recipes.forEach(recipe -> keys.addAll(recipe.keySet()));
        StringBuilder table = new StringBuilder("<table><tr><th>setting</th>");
        for (int run = 0; run < runs.size(); run++) {
            table.append(
                    "<th><i class=\"dot run%d\"></i>%s</th>"
                            .formatted(run, Html.text(runs.get(run).name())));
        }
        table.append("</tr>\n");
        for (String key : keys) {
            List<String> values = recipes.stream().map(r -> r.getOrDefault(key, "–")).toList();
            if (new HashSet<>(values).size() > 1) {
                table.append("<tr><td>").append(Html.text(key)).append("</td>");
                values.forEach(v -> table.append("<td>").append(Html.text(v)).append("</td>"));
                table.append("</tr>\n");
            }
        }
        return table.append("</table>\n").toString();
    }

    /** Keys such as {@code optimizer.learningRate}. */
    private static Map<String, String> flat(String yaml) {
        Map<String, String> flat = new LinkedHashMap<>();
        try {
            collect("", new YAMLMapper().readTree(yaml), flat);
        } catch (JsonProcessingException e) {
            flat.put("recipe.yaml", "cannot be read: " + e.getOriginalMessage());
        }
        return flat;
    }

    private static void collect(String path, JsonNode node, Map<String, String> flat) {
        if (node.isObject()) {
            node.properties()
                    .forEach(
                            field ->
                                    collect(
                                            path.isEmpty()
                                                    ? field.getKey()
                                                    : path + "." + field.getKey(),
                                            field.getValue(),
                                            flat));
        } else if (!node.isMissingNode()) {
            flat.put(path, node.isValueNode() ? node.asText() : node.toString());
        }
    }
}
