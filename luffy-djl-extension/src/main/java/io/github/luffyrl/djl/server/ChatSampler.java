package io.github.luffyrl.djl.server;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.rejection.SamplingRound;
import io.github.luffyrl.core.rejection.TraceSampler;
import io.github.luffyrl.core.reward.Attempt;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.djl.generation.PolicySampler;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Asks a chat model of any tokenizer, by the template of its server, and keeps right responses as
 * text. A response is refused, and counts as a sample without success, if it ran into the limit, if
 * the tokenizer of the model to be trained changes its text, or if it has too many tokens for it.
 * Probabilities are kept where the server's tokens are those of the model to be trained.
 */
public final class ChatSampler implements TraceSampler {

    private final InferenceServer server;
    private final ProblemEncoder encoder;
    private final RewardFunction reward;
    private final double temperature;
    private final long seed;
    private final LongAdder refused = new LongAdder();

    /**
     * Creates a sampler.
     *
     * @param server has the chat model
     * @param encoder of the model to be trained, with the limit of a response
     * @param reward decides which responses are correct
     * @param temperature above 0
     * @param seed of the samples
     */
    public ChatSampler(
            InferenceServer server,
            ProblemEncoder encoder,
            RewardFunction reward,
            double temperature,
            long seed) {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException(
                    "temperature = "
                            + temperature
                            + ": all samples would be the same; need above 0");
        }
        this.server = server;
        this.encoder = encoder;
        this.reward = reward;
        this.temperature = temperature;
        this.seed = seed;
    }

    /**
     * Tells how many right responses were refused so far.
     *
     * @return 0 or more
     */
    public long refused() {
        return refused.sum();
    }

    @Override
    public List<SamplingRound> sample(List<Request> requests) {
        List<Attempted> asked = new ArrayList<>();
        for (Request request : requests) {
            for (int i = 0; i < request.samples(); i++) {
                asked.add(new Attempted(request, request.first() + i));
            }
        }
        List<Generated> answers =
                Parallel.map(asked.size(), server.parallel(), i -> ask(asked.get(i)));
        List<Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            attempts.add(new Attempt(asked.get(i).request().problem(), completion(answers.get(i))));
        }
        List<Reward> rewards = reward.scoreAll(attempts);
        List<SamplingRound> rounds = new ArrayList<>();
        int from = 0;
        for (Request request : requests) {
            int to = from + request.samples();
            rounds.add(round(request, answers.subList(from, to), rewards.subList(from, to)));
            from = to;
        }
        return rounds;
    }

    /** A sample by its number. */
    private record Attempted(Request request, int sample) {}

    private Generated ask(Attempted attempted) {
        return server.chat(
                attempted.request().problem().prompt(),
                new SamplingParams(temperature, encoder.maxResponseTokens()),
                encoder.maxResponseTokens(),
                PolicySampler.seed(seed, attempted.request().problem().id(), attempted.sample()));
    }

    private Completion completion(Generated answer) {
        return new Completion(answer.text(), responseTokens(answer), answer.stopped());
    }

    private int responseTokens(Generated answer) {
        return answer.responseTokens()
                .orElseGet(() -> encoder.tokenizer().encode(answer.text()).length);
    }

    private SamplingRound round(Request request, List<Generated> answers, List<Reward> rewards) {
        Demonstration trace = null;
        long tokens = 0;
        for (int i = 0; i < answers.size(); i++) {
            Generated answer = answers.get(i);
            tokens += answer.promptTokens().orElse(0) + responseTokens(answer);
            if (trace == null && rewards.get(i).solved() && !answer.text().isEmpty()) {
                trace = demonstration(answer).orElse(null);
                if (trace == null) {
                    refused.increment();
                }
            }
        }
        return new SamplingRound(
                request.problem().id(), request.samples(), new Compute(tokens, 0), trace);
    }

    private Optional<Demonstration> demonstration(Generated answer) {
        RoundTrip roundTrip = new RoundTrip(encoder.tokenizer());
        Optional<int[]> ids = roundTrip.tokens(answer.text());
        if (!answer.stopped()
                || ids.isEmpty()
                || ids.get().length >= encoder.maxResponseTokens()) { // the end token comes on top
            return Optional.empty();
        }
        int[] ended = Arrays.copyOf(ids.get(), ids.get().length + 1);
        ended[ended.length - 1] = encoder.endToken();
        float[] probabilities =
                temperature == 1
                        ? roundTrip
                                .logProbs(ended, answer)
                                .map(ChatSampler::exp)
                                .orElse(new float[0])
                        : new float[0];
        return Optional.of(new Demonstration(answer.text(), "", probabilities));
    }

    /** Empty if one of them is too small for a number. */
    private static float[] exp(float[] logProbs) {
        float[] probabilities = new float[logProbs.length];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = (float) Math.exp(logProbs[i]);
            if (!(probabilities[i] > 0)) {
                return new float[0];
            }
        }
        return probabilities;
    }
}
