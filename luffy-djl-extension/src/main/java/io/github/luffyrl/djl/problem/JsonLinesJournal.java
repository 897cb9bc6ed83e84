package io.github.luffyrl.djl.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.rejection.CollectionJournal;
import io.github.luffyrl.core.rejection.SamplingRound;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A journal as a file to which lines of JSON are appended. The first line has the settings of the
 * collection; each further one is a batch of rounds, which is on the disk before the next is
 * sampled. A last line that a crash has cut off is dropped. Damaged lines are left out with a
 * warning, and a copy of the file as it was is kept.
 */
public final class JsonLinesJournal implements CollectionJournal, AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final JournalFile file;
    private final List<SamplingRound> earlier = new ArrayList<>();

    /**
     * Opens a journal.
     *
     * @param file created if absent
     * @param settings everything that decides what is sampled
     * @throws IOException when it cannot be read or written
     * @throws IllegalArgumentException if it was begun with other settings, or is no journal
     */
    public JsonLinesJournal(Path file, String settings) throws IOException {
        List<SamplingRound> read = new ArrayList<>();
        this.file = new JournalFile(file, settings, line -> addRounds(line, read));
        earlier.addAll(read);
    }

    /** Adds the rounds of a line, unless it is damaged. */
    private static boolean addRounds(JsonNode line, List<SamplingRound> read) {
        List<SamplingRound> rounds = new ArrayList<>();
        for (JsonNode round : line.path("rounds")) {
            if (!round.path("problem").isTextual()
                    || !round.path("samples").isInt()
                    || !round.path("tokens").isIntegralNumber()
                    || !wellFormed(round.path("probabilities"))) {
                return false;
            }
            rounds.add(
                    new SamplingRound(
                            round.path("problem").asText(),
                            round.path("samples").asInt(),
                            new Compute(round.path("tokens").asLong(), 0),
                            trace(round)));
        }
        if (!line.path("rounds").isArray()) {
            return false;
        }
        read.addAll(rounds);
        return true;
    }

    private static boolean wellFormed(JsonNode probabilities) {
        for (JsonNode probability : probabilities) {
            double value = probability.asDouble();
            if (!probability.isNumber() || !(value > 0 && value <= 1)) {
                return false;
            }
        }
        return probabilities.isMissingNode() || probabilities.isArray();
    }

    private static @Nullable Demonstration trace(JsonNode round) {
        JsonNode trace = round.path("trace");
        if (!trace.isTextual() || trace.textValue().isEmpty()) {
            return null;
        }
        JsonNode stored = round.path("probabilities");
        float[] probabilities = new float[stored.size()];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = stored.get(i).floatValue();
        }
        return new Demonstration(trace.textValue(), "", probabilities);
    }

    @Override
    public List<SamplingRound> read() {
        return List.copyOf(earlier);
    }

    @Override
    public void append(List<SamplingRound> rounds) throws IOException {
        ObjectNode line = JSON.createObjectNode();
        for (SamplingRound round : rounds) {
            ObjectNode node =
                    line.withArray("rounds")
                            .addObject()
                            .put("problem", round.problem())
                            .put("samples", round.samples())
                            .put("tokens", round.compute().forwardTokens());
            Demonstration trace = round.trace();
            if (trace != null) {
                node.put("trace", trace.text());
                for (float probability : trace.behaviourProbabilities()) {
                    node.withArray("probabilities").add(probability);
                }
            }
        }
        file.append(line);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
