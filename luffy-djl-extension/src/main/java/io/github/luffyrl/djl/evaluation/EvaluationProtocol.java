package io.github.luffyrl.djl.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.reward.Attempt;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.internal.TokenRandom;
import io.github.luffyrl.djl.problem.JournalFile;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Measures a model by several samples per problem, under several conditions and by several graders.
 * Every completion is kept in a journal; what is there when the same evaluation is started again is
 * not sampled again, and the result is the same. A sample depends on its condition, set, place in
 * the set and number alone.
 *
 * <pre>{@code
 * EvaluationProtocol protocol =
 *         new EvaluationProtocol(conditions, 32, Map.of("math", reward), Evaluation.SEED);
 * ProtocolResult result = protocol.run(policy, encoders, sets, journal, identity, done -> {});
 * }</pre>
 *
 * @param conditions at least one; each names one of the encoders
 * @param samples of each problem, at least 1
 * @param graders by name; each scores every completion
 * @param seed of the samples
 */
public record EvaluationProtocol(
        List<EvaluationCondition> conditions,
        int samples,
        Map<String, RewardFunction> graders,
        long seed) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Completions between two lines of the journal, about. */
    private static final int ROWS_PER_LINE = 256;

    /** Called when another part is on the disk. */
    @FunctionalInterface
    public interface Progress {

        /**
         * Tells how far it is.
         *
         * @param done completions so far, those of earlier starts included
         * @param all completions at the end
         */
        void onPart(int done, int all);
    }

    /** Where a problem is asked. */
    private record Place(int condition, String set, int index) {}

    /** Checks and copies. */
    public EvaluationProtocol {
        conditions = List.copyOf(conditions);
        graders = Collections.unmodifiableMap(new LinkedHashMap<>(graders));
        if (conditions.isEmpty() || graders.isEmpty() || samples < 1) {
            throw new IllegalArgumentException(
                    "need a condition, a grader and samples >= 1, got "
                            + conditions.size()
                            + ", "
                            + graders.size()
                            + " and "
                            + samples);
        }
    }

    /**
     * Runs what is not in the journal yet.
     *
     * @param policy the model
     * @param encoders by template
     * @param sets problems by name of the set
     * @param journal a file of JSON Lines: the completions
     * @param identity the model, and what the graders are set to
     * @param progress follows
     * @return what was measured
     * @throws IOException when the journal cannot be read or written
     * @throws IllegalArgumentException if the journal is of another evaluation, a prompt is too
     *     long, or a condition names no encoder
     */
    public ProtocolResult run(
            Policy policy,
            Map<String, ProblemEncoder> encoders,
            Map<String, List<Problem>> sets,
            Path journal,
            String identity,
            Progress progress)
            throws IOException {
        Map<Place, Tokens> prompts = prompts(encoders, sets);
        Map<Place, JsonNode> answers = new HashMap<>();
        try (JournalFile file =
                new JournalFile(
                        journal,
                        settings(identity, prompts, sets),
                        line -> read(line, answers, prompts))) {
            progress.onPart(answers.size() * samples, prompts.size() * samples);
            List<Place> open =
                    prompts.keySet().stream().filter(p -> !answers.containsKey(p)).toList();
            for (List<Place> part : parts(open)) {
                ObjectNode line = JSON.createObjectNode();
                sample(part, policy, encoders, sets, prompts)
                        .forEach(
                                (place, answer) -> {
                                    line.withArray("answers").add(answer);
                                    answers.put(place, answer);
                                });
                file.append(line);
                progress.onPart(answers.size() * samples, prompts.size() * samples);
            }
        }
        List<KeptCompletion> completions = new ArrayList<>();
        for (Place place : prompts.keySet()) {
            JsonNode answer = Objects.requireNonNull(answers.get(place));
            EvaluationCondition condition = conditions.get(place.condition());
            completions.addAll(json().read(condition, place.set(), answer));
        }
        return ProtocolResult.of(completions, graders.keySet());
    }

    private Map<Place, Tokens> prompts(
            Map<String, ProblemEncoder> encoders, Map<String, List<Problem>> sets) {
        Map<Place, Tokens> prompts = new LinkedHashMap<>();
        for (int c = 0; c < conditions.size(); c++) {
            String template = conditions.get(c).template();
            ProblemEncoder encoder = encoders.get(template);
            if (encoder == null) {
                throw new IllegalArgumentException(
                        "no encoder for the template '" + template + "': " + encoders.keySet());
            }
            for (Map.Entry<String, List<Problem>> set : sets.entrySet()) {
                for (int i = 0; i < set.getValue().size(); i++) {
                    prompts.put(
                            new Place(c, set.getKey(), i),
                            encoder.encodePrompt(set.getValue().get(i)));
                }
            }
        }
        return prompts;
    }

    /** The prompts' tokens stand for templates, tokenizer, date and texts of the problems. */
    private String settings(
            String identity, Map<Place, Tokens> prompts, Map<String, List<Problem>> sets) {
        List<Object> gold = new ArrayList<>();
        sets.forEach(
                (name, problems) ->
                        problems.forEach(p -> gold.add(List.of(name, p.id(), p.answer()))));
        return String.format(
                Locale.ROOT,
                "%s; %d samples, seed %d, %s, graders %s, prompts %08x, problems %08x",
                identity,
                samples,
                seed,
                conditions,
                graders.keySet(),
                List.copyOf(prompts.values()).hashCode(),
                gold.hashCode());
    }

    /** Parts of one condition each, as it decides how is sampled. */
    private List<List<Place>> parts(List<Place> open) {
        Map<Integer, List<Place>> byCondition = new TreeMap<>();
        open.forEach(
                place ->
                        byCondition
                                .computeIfAbsent(place.condition(), c -> new ArrayList<>())
                                .add(place));
        int size = Math.max(1, ROWS_PER_LINE / samples);
        List<List<Place>> parts = new ArrayList<>();
        for (List<Place> all : byCondition.values()) {
            for (int from = 0; from < all.size(); from += size) {
                parts.add(all.subList(from, Math.min(all.size(), from + size)));
            }
        }
        return parts;
    }

    private Map<Place, JsonNode> sample(
            List<Place> part,
            Policy policy,
            Map<String, ProblemEncoder> encoders,
            Map<String, List<Problem>> sets,
            Map<Place, Tokens> prompts) {
        EvaluationCondition condition = conditions.get(part.get(0).condition());
        ProblemEncoder encoder = Objects.requireNonNull(encoders.get(condition.template()));
        List<RolloutRequest> requests = new ArrayList<>();
        for (Place place : part) {
            Tokens prompt = Objects.requireNonNull(prompts.get(place));
            for (int sample = 0; sample < samples; sample++) {
                requests.add(new RolloutRequest(prompt, Prefix.NONE, seed(place.index(), sample)));
            }
        }
        SamplingParams params =
                encoder.sampling(condition.temperature()).withTopP(condition.topP());
        List<Trajectory> trajectories = policy.rollout(requests, params);
        List<Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < trajectories.size(); i++) {
            Place place = part.get(i / samples);
            Problem problem = Objects.requireNonNull(sets.get(place.set())).get(place.index());
            attempts.add(new Attempt(problem, encoder.decode(trajectories.get(i))));
        }
        Map<String, List<Reward>> rewards = new LinkedHashMap<>();
        graders.forEach((name, grader) -> rewards.put(name, grader.scoreAll(attempts)));
        Map<Place, JsonNode> answers = new LinkedHashMap<>();
        for (int i = 0; i < part.size(); i++) {
            Place place = part.get(i);
            answers.put(
                    place,
                    json().write(i * samples, attempts, rewards)
                            .put("condition", place.condition())
                            .put("set", place.set())
                            .put("index", place.index()));
        }
        return answers;
    }

    /** The same as those of {@link PolicyEvaluator}. */
    private long seed(int index, int sample) {
        return sample == 0 ? TokenRandom.seed(seed, index) : TokenRandom.seed(seed, index, sample);
    }

    /** Takes the answers of a line, unless it is damaged. */
    private boolean read(JsonNode line, Map<Place, JsonNode> answers, Map<Place, Tokens> prompts) {
        Map<Place, JsonNode> read = new LinkedHashMap<>();
        for (JsonNode answer : line.path("answers")) {
            Place place =
                    new Place(
                            answer.path("condition").asInt(-1),
                            answer.path("set").asText(),
                            answer.path("index").asInt(-1));
            if (!prompts.containsKey(place) || !json().intact(answer)) {
                return false;
            }
            read.put(place, answer);
        }
        answers.putAll(read);
        return !read.isEmpty();
    }

    private AnswerJson json() {
        return new AnswerJson(samples, graders.keySet());
    }
}
