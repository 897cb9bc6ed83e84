package io.github.luffyrl.djl.problem;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.TreeMap;

/** Writes problems as JSON Lines, which {@link ProblemReader} reads back. */
public final class ProblemWriter {

    private static final JsonMapper JSON = new JsonMapper();

    private ProblemWriter() {}

    /**
     * Writes a file. It is there as a whole or not at all.
     *
     * @param file replaced if it exists
     * @param problems its lines
     * @throws IOException when it cannot be written
     */
    public static void write(Path file, List<Problem> problems) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try (BufferedWriter out = Files.newBufferedWriter(unfinished)) {
            for (Problem problem : problems) {
                out.write(line(problem));
                out.write('\n');
            }
        }
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String line(Problem problem) {
        ObjectNode line = JSON.createObjectNode().put("id", problem.id());
        if (!problem.source().isEmpty()) {
            line.put("source", problem.source());
        }
        problem.prompt()
                .forEach(
                        message ->
                                line.withArray("prompt")
                                        .addObject()
                                        .put("role", message.role())
                                        .put("content", message.content()));
        line.put("answer", problem.answer());
        ArrayNode demonstrations = line.putArray("demonstrations");
        problem.demonstrations().forEach(d -> add(demonstrations, d));
        new TreeMap<>(problem.attributes()).forEach(line::put);
        return line.toString();
    }

    private static void add(ArrayNode demonstrations, Demonstration demonstration) {
        ObjectNode node = demonstrations.addObject().put("text", demonstration.text());
        if (!demonstration.source().isEmpty()) {
            node.put("source", demonstration.source());
        }
        if (demonstration.hasBehaviourProbabilities()) {
            ArrayNode probabilities = node.putArray("behaviourProbabilities");
            for (float probability : demonstration.behaviourProbabilities()) {
                probabilities.add(probability);
            }
        }
    }
}
