package io.github.luffyrl.djl.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.luffyrl.core.reward.Attempt;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The completions of a problem under a condition, as the journal of an {@link EvaluationProtocol}
 * has them.
 *
 * @param samples how many
 * @param graders their names
 */
record AnswerJson(int samples, Set<String> graders) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Writes the attempts from {@code from} on, which are at one problem. */
    ObjectNode write(int from, List<Attempt> attempts, Map<String, List<Reward>> rewards) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("problem", attempts.get(from).problem().id());
        for (int i = from; i < from + samples; i++) {
            Completion completion = attempts.get(i).completion();
            ObjectNode sample =
                    answer.withArray("samples")
                            .addObject()
                            .put("text", completion.text())
                            .put("tokens", completion.tokens())
                            .put("finished", completion.finished());
            ObjectNode grades = sample.putObject("grades");
            for (Map.Entry<String, List<Reward>> grader : rewards.entrySet()) {
                Reward reward = grader.getValue().get(i);
                grades.putObject(grader.getKey())
                        .put("solved", reward.solved())
                        .put("reward", reward.value());
            }
        }
        return answer;
    }

    /** Whether all samples and grades are there. */
    boolean intact(JsonNode answer) {
        for (JsonNode sample : answer.path("samples")) {
            for (String grader : graders) {
                if (!solved(sample, grader).isBoolean()) {
                    return false;
                }
            }
        }
        return answer.path("samples").size() == samples;
    }

    List<KeptCompletion> read(EvaluationCondition condition, String set, JsonNode answer) {
        List<KeptCompletion> kept = new ArrayList<>();
        for (JsonNode sample : answer.path("samples")) {
            Map<String, Boolean> grades = new LinkedHashMap<>();
            graders.forEach(grader -> grades.put(grader, solved(sample, grader).asBoolean()));
            kept.add(
                    new KeptCompletion(
                            condition,
                            set,
                            answer.path("problem").asText(),
                            kept.size(),
                            sample.path("text").asText(),
                            sample.path("tokens").asInt(),
                            sample.path("finished").asBoolean(),
                            grades));
        }
        return kept;
    }

    private static JsonNode solved(JsonNode sample, String grader) {
        return sample.path("grades").path(grader).path("solved");
    }
}
