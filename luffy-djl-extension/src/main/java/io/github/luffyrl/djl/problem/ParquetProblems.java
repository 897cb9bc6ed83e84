package io.github.luffyrl.djl.problem;

import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.CloseableIterator;
import com.jerolba.carpet.FieldMatchingStrategy;
import com.jerolba.carpet.annotation.Alias;
import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Problems of a Parquet file in the layout of LUFFY's authors; every field may be null. */
final class ParquetProblems {

    /** What a user adds in order to read Parquet, an optional dependency of this module. */
    static final String LIBRARY = "com.jerolba:carpet-record:0.5.0";

    private static final String PROBABILITIES = "target_ds_qwen_7b_probs";
    private static final Double FILLER = -1.0;

    private ParquetProblems() {}

    /** A row; components are named as the columns, in camel case. */
    record Row(
            @Nullable String dataSource,
            @Nullable List<@Nullable Message> prompt,
            @Nullable List<@Nullable Message> target,
            @Alias(PROBABILITIES) @Nullable List<@Nullable Double> behaviourProbabilities,
            @Nullable List<@Nullable String> targetLst,
            @Nullable String ability,
            @Nullable RewardModel rewardModel,
            @Nullable ExtraInfo extraInfo) {}

    record Message(@Nullable String role, @Nullable String content) {}

    record RewardModel(@Nullable String groundTruth, @Nullable String style) {}

    record ExtraInfo(@Nullable Long index, @Nullable String split) {}

    /** Adds a file's problems; their ids are {@code name:ROW}. */
    static void read(Path file, String name, ProblemCollector problems) throws IOException {
        int number = 0;
        try (CloseableIterator<Row> rows = rows(file)) {
            for (; hasNext(file, rows); number++) {
                Row row = rows.next();
                String id = name + ":" + number;
                problems.row(file + ": row " + number, () -> problem(id, row, problems));
            }
        }
    }

    private static CloseableIterator<Row> rows(Path file) {
        try {
            return new CarpetReader<>(file.toFile(), Row.class)
                    .withFailOnMissingColumn(false)
                    .withFieldMatchingStrategy(FieldMatchingStrategy.SNAKE_CASE)
                    .iterator();
        } catch (RuntimeException e) {
            throw unreadable(file, e);
        }
    }

    /** Reads the next row. */
    private static boolean hasNext(Path file, CloseableIterator<Row> rows) {
        try {
            return rows.hasNext();
        } catch (RuntimeException e) {
            throw unreadable(file, e);
        }
    }

    private static IllegalArgumentException unreadable(Path file, RuntimeException e) {
        return new IllegalArgumentException(
                file
                        + ": not a Parquet file with prompt: list of {content, role},"
                        + " reward_model: {ground_truth, style} and so on: "
                        + e.getMessage(),
                e);
    }

    private static Problem problem(String id, Row row, ProblemCollector problems) {
        List<ChatMessage> prompt = messages("prompt", row.prompt());
        if (prompt.stream().allMatch(m -> m.content().isBlank())) {
            throw new IllegalArgumentException(
                    "prompt is " + row.prompt() + "; write the problem's text there");
        }
        String answer = row.rewardModel() == null ? null : row.rewardModel().groundTruth();
        if (answer == null || answer.isBlank()) {
            throw new IllegalArgumentException(
                    "reward_model is "
                            + row.rewardModel()
                            + "; no response could ever be right without a ground_truth, so leave"
                            + " the row out");
        }
        List<Demonstration> demonstrations = demonstrations(row);
        if (demonstrations.isEmpty() && row.target() != null && !row.target().isEmpty()) {
            problems.skip("target without an assistant's text", id);
        }
        return new Problem(
                id,
                row.dataSource() == null ? "" : row.dataSource(),
                prompt,
                answer,
                demonstrations,
                attributes(row));
    }

    private static List<ChatMessage> messages(
            String column, @Nullable List<@Nullable Message> turns) {
        List<ChatMessage> messages = new ArrayList<>();
        for (Message turn : turns == null ? List.<@Nullable Message>of() : turns) {
            if (turn == null || turn.role() == null || turn.content() == null) {
                throw new IllegalArgumentException(
                        column + " has the message " + turn + "; it needs a role and a content");
            }
            messages.add(new ChatMessage(turn.role(), turn.content()));
        }
        return messages;
    }

    /** The target, then what {@code target_lst} has beside it. */
    private static List<Demonstration> demonstrations(Row row) {
        float[] probabilities = probabilities(row.behaviourProbabilities());
        List<Demonstration> demonstrations = new ArrayList<>();
        Set<String> texts = new HashSet<>();
        for (String target : targets(messages("target", row.target()))) {
            texts.add(target);
            demonstrations.add(new Demonstration(target, "", probabilities));
        }
        for (String further : row.targetLst() == null ? List.<String>of() : row.targetLst()) {
            if (further != null && !further.isEmpty() && texts.add(further)) {
                demonstrations.add(Demonstration.of(further));
            }
        }
        return demonstrations;
    }

    /** The assistant's message as it is; the layout has one, so more are not taken for several. */
    private static List<String> targets(List<ChatMessage> target) {
        List<String> texts =
                target.stream()
                        .filter(m -> m.role().equals("assistant") && !m.content().isEmpty())
                        .map(ChatMessage::content)
                        .toList();
        if (texts.size() > 1) {
            throw new IllegalArgumentException(
                    "target has "
                            + texts.size()
                            + " assistant messages, need one: the whole response");
        }
        return texts;
    }

    /** Without the filler at the end, which makes the lists of a file equally long. */
    private static float[] probabilities(@Nullable List<@Nullable Double> padded) {
        List<@Nullable Double> values = padded == null ? List.of() : padded;
        int length = values.size();
        while (length > 0 && FILLER.equals(values.get(length - 1))) {
            length--;
        }
        float[] probabilities = new float[length];
        for (int i = 0; i < length; i++) {
            Double value = values.get(i);
            if (value == null) {
                throw new IllegalArgumentException(
                        PROBABILITIES
                                + "["
                                + i
                                + "] is null; leave all of them out if any is unknown");
            }
            probabilities[i] = value.floatValue();
        }
        return probabilities;
    }

    private static Map<String, String> attributes(Row row) {
        Map<String, String> attributes = new HashMap<>();
        put(attributes, "ability", row.ability());
        if (row.rewardModel() != null) {
            put(attributes, "reward_model.style", row.rewardModel().style());
        }
        if (row.extraInfo() != null) {
            put(attributes, "extra_info.index", row.extraInfo().index());
            put(attributes, "extra_info.split", row.extraInfo().split());
        }
        return attributes;
    }

    private static void put(Map<String, String> attributes, String name, @Nullable Object value) {
        if (value != null) {
            attributes.put(name, value.toString());
        }
    }
}
