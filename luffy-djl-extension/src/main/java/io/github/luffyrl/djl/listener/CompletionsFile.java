package io.github.luffyrl.djl.listener;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.dataset.RolloutBatch;
import io.github.luffyrl.djl.dataset.ScoredGroup;
import io.github.luffyrl.djl.generation.ScoredResponse;
import io.github.luffyrl.djl.internal.TokenRandom;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows what the policy writes: some responses of some steps, one JSON object a line. It works with
 * any trainer. The fields are {@code step, problem, origin} (one of {@code on-policy, prefixed,
 * demonstration, replayed}), {@code reward, solved, parts, advantage, tokens, prefixTokens,
 * finished, prompt, prefix} (the text of the prefix tokens, with which the response begins) and
 * {@code response}.
 */
public final class CompletionsFile extends TrainingListenerAdapter implements ResumableListener {

    private final LineFile file;
    private final ProblemEncoder encoder;
    private final int every;
    private final int atMost;

    /**
     * Opens a file.
     *
     * @param path created, or overwritten unless {@link #resumeAfter} comes first
     * @param encoder the encoder of the rollouts
     * @param every the first step is shown, and from there every so many; at least 1
     * @param atMost responses of a step, drawn at random, but the same whenever a run is repeated
     * @throws IOException when it cannot be written
     */
    public CompletionsFile(Path path, ProblemEncoder encoder, int every, int atMost)
            throws IOException {
        if (every < 1 || atMost < 1) {
            throw new IllegalArgumentException(
                    "every = " + every + ", atMost = " + atMost + ": both need at least 1");
        }
        file = new LineFile(path);
        this.encoder = encoder;
        this.every = every;
        this.atMost = atMost;
    }

    @Override
    public void resumeAfter(long step) throws IOException {
        file.cutAfter(step, JsonLinesSink::stepOf);
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
        if (batchData.getBatch() instanceof RolloutBatch batch) {
            long step = batch.statistics().step();
            if ((step - 1) % every == 0) {
                sample(batch.groups(), step).forEach(row -> file.append(line(step, row)));
            }
        }
    }

    private record Row(ScoredGroup group, int index) {

        ScoredResponse response() {
            return group.responses().get(index);
        }

        boolean replayed() {
            return group.replayed() && index == 0;
        }

        double advantage() {
            return group.advantages().get(index);
        }
    }

    private List<Row> sample(List<ScoredGroup> groups, long step) {
        List<Row> rows = new ArrayList<>();
        for (ScoredGroup group : groups) {
            for (int i = 0; i < group.responses().size(); i++) {
                rows.add(new Row(group, i));
            }
        }
        TokenRandom random = new TokenRandom(TokenRandom.seed(step));
        int size = Math.min(atMost, rows.size());
        for (int i = 0; i < size; i++) { // the beginning of a shuffle
            int drawn = i + (int) (random.nextUniform() * (rows.size() - i));
            Row row = rows.set(drawn, rows.get(i));
            rows.set(i, row);
        }
        return rows.subList(0, size);
    }

    private String line(long step, Row row) {
        ScoredResponse response = row.response();
        Trajectory trajectory = response.trajectory();
        ObjectNode line =
                JsonLinesSink.line(step)
                        .put("problem", row.group().problem().problem().id())
                        .put("origin", row.replayed() ? "replayed" : origin(trajectory))
                        .put("reward", response.reward().value())
                        .put("solved", response.solved());
        ObjectNode parts = line.putObject("parts");
        response.reward().parts().forEach(parts::put);
        line.put("advantage", row.advantage())
                .put("tokens", trajectory.responseLength())
                .put("prefixTokens", trajectory.prefixLength())
                .put("finished", trajectory.finished())
                .put("prompt", encoder.template().render(row.group().problem().problem().prompt()))
                .put("prefix", prefix(trajectory, response.completion().text()))
                .put("response", response.completion().text());
        return line.toString();
    }

    private static String origin(Trajectory trajectory) {
        if (!trajectory.offPolicy()) {
            return "on-policy";
        }
        return trajectory.prefixLength() < trajectory.responseLength()
                ? "prefixed"
                : "demonstration";
    }

    /** The response's beginning; a character that the prefix holds only a part of is left out. */
    private String prefix(Trajectory trajectory, String response) {
        int[] tokens = trajectory.response().first(trajectory.prefixLength()).toArray();
        String prefix = encoder.tokenizer().decode(tokens);
        int common = 0;
        while (common < Math.min(prefix.length(), response.length())
                && prefix.charAt(common) == response.charAt(common)) {
            common++;
        }
        return response.substring(0, common);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
