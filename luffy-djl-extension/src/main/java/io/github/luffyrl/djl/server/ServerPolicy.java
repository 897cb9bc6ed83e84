package io.github.luffyrl.djl.server;

import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.generation.ScoredResponse;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A model on a server as a policy: token ids go in, and token ids come out where the server gives
 * them. The seed of a request is sent along; how exactly the server repeats itself is the server's
 * affair.
 *
 * <p>Log-probabilities that the server does not say are NaN. Servers report those of temperature 1,
 * so at other temperatures they are NaN, too.
 */
public final class ServerPolicy implements Policy {

    private final InferenceServer server;
    private final ProblemEncoder encoder;
    private final Set<Integer> endTokens;
    private final boolean trained;

    private ServerPolicy(
            InferenceServer server,
            ProblemEncoder encoder,
            Set<Integer> endTokens,
            boolean trained) {
        this.server = server;
        this.encoder = encoder;
        this.endTokens = Set.copyOf(endTokens);
        this.trained = trained;
    }

    /**
     * Returns a policy to be evaluated or learned from. A server without token ids is taken by its
     * text, which is encoded again; a text that does not survive that is refused.
     *
     * @param server has the model
     * @param encoder of the same model: its tokenizer, template and end token
     * @return the policy
     */
    public static ServerPolicy untrained(InferenceServer server, ProblemEncoder encoder) {
        return new ServerPolicy(server, encoder, Set.of(encoder.endToken()), false);
    }

    /**
     * Returns a policy whose rollouts are trained on. The server has to say every token and its
     * log-probability, the end of the sequence included, at temperature 1.
     *
     * @param server has the model
     * @param encoder of the same model
     * @param endTokens all end-of-sequence tokens of the model
     * @return the policy
     */
    public static ServerPolicy trained(
            InferenceServer server, ProblemEncoder encoder, Set<Integer> endTokens) {
        return new ServerPolicy(server, encoder, endTokens, true);
    }

    /** The same policy by another name on the server. */
    ServerPolicy withModel(String model) {
        return new ServerPolicy(server.withModel(model), encoder, endTokens, trained);
    }

    InferenceServer server() {
        return server;
    }

    /**
     * {@inheritDoc}
     *
     * @throws ServerException if the server does not answer, or an answer cannot be used
     */
    @Override
    public List<Trajectory> rollout(List<RolloutRequest> requests, SamplingParams sampling) {
        if (trained && (sampling.temperature() != 1 || sampling.truncated())) {
            throw new IllegalArgumentException(
                    sampling
                            + ": servers report log-probabilities of the whole distribution at"
                            + " temperature 1, so rollouts that are trained on need"
                            + " sampling.temperature = 1");
        }
        return Parallel.map(
                requests.size(), server.parallel(), i -> respond(requests.get(i), sampling));
    }

    private Trajectory respond(RolloutRequest request, SamplingParams sampling) {
        int given = Math.min(request.prefix().length(), sampling.maxResponseTokens());
        Tokens prefix = request.prefix().tokens().first(given);
        int room = sampling.maxResponseTokens() - given;
        if (room == 0 || (given > 0 && ends(prefix.get(given - 1), sampling))) {
            float[] none = new float[given];
            boolean finished = ends(prefix.get(given - 1), sampling);
            return new Trajectory(
                    request.prompt(), prefix, given, request.prefix().use(), none, none, finished);
        }
        Generated generated = server.complete(request.input(), sampling, room, request.seed());
        requireSamePrompt(request, generated);
        return trajectory(request, prefix, generated, sampling, room);
    }

    private boolean ends(int token, SamplingParams sampling) {
        return endTokens.contains(token) || sampling.stopTokens().contains(token);
    }

    /** A server that adds a begin-of-text token, say, answers another question. */
    private void requireSamePrompt(RolloutRequest request, Generated generated) {
        int[] sent = request.input().toArray();
        boolean same =
                generated.promptIds().map(read -> Arrays.equals(read, sent)).orElse(true)
                        && generated.promptTokens().map(n -> n == sent.length).orElse(true);
        if (!same) {
            throw refused(
                    "it read another prompt than the "
                            + sent.length
                            + " tokens that were sent: "
                            + generated
                                    .promptIds()
                                    .map(Arrays::toString)
                                    .orElse(generated.promptTokens().orElse(0) + " tokens"));
        }
    }

    private Trajectory trajectory(
            RolloutRequest request,
            Tokens prefix,
            Generated generated,
            SamplingParams sampling,
            int room) {
        int[] written = written(generated);
        if (written.length > room) {
            throw refused(written.length + " tokens, at most " + room + " were asked for");
        }
        boolean ended = written.length > 0 && ends(written[written.length - 1], sampling);
        if (trained && generated.stopped() && !ended) {
            throw refused(
                    "a response that ended by itself has no end token, whose log-probability"
                            + " training needs; vLLM gives it with return_token_ids");
        }
        int given = prefix.length();
        float[] logProbs = new float[given + written.length];
        Arrays.fill(logProbs, given, logProbs.length, Float.NaN);
        if (sampling.temperature() == 1) {
            known(written, generated)
                    .ifPresent(known -> System.arraycopy(known, 0, logProbs, given, known.length));
        }
        if (trained && written.length > 0 && Float.isNaN(logProbs[given])) {
            throw refused("no log-probabilities, which training needs");
        }
        float[] drawn = logProbs.clone();
        if (sampling.truncated()) {
            Arrays.fill(drawn, given, drawn.length, Float.NaN);
        }
        return new Trajectory(
                request.prompt(),
                prefix.concat(Tokens.of(written)),
                given,
                request.prefix().use(),
                logProbs,
                drawn,
                ended || generated.stopped());
    }

    private int[] written(Generated generated) {
        if (generated.ids().isPresent()) {
            return generated.ids().get();
        }
        if (trained) {
            throw refused("no token ids, which training needs");
        }
        int[] ids =
                new RoundTrip(encoder.tokenizer())
                        .tokens(generated.text())
                        .orElseThrow(
                                () ->
                                        refused(
                                                "no token ids, and its text is changed by the"
                                                        + " model's tokenizer: "
                                                        + generated.text()));
        boolean ended = ids.length > 0 && endTokens.contains(ids[ids.length - 1]);
        if (!generated.stopped() || ended) {
            return ids;
        }
        int[] withEnd = Arrays.copyOf(ids, ids.length + 1);
        withEnd[ids.length] = encoder.endToken();
        return withEnd;
    }

    private Optional<float[]> known(int[] written, Generated generated) {
        if (generated.ids().isPresent()) {
            return generated.logProbs();
        }
        return new RoundTrip(encoder.tokenizer()).logProbs(written, generated);
    }

    private ServerException refused(String problem) {
        return new ServerException(server.name() + ": " + problem);
    }

    /**
     * Makes a demonstration of a response, with the probability of each token where it is known and
     * the text's tokens are those that were sampled.
     *
     * @param response of a policy of this encoder
     * @return of no source
     */
    public Demonstration demonstration(ScoredResponse response) {
        String text = response.completion().text();
        Trajectory trajectory = response.trajectory();
        int[] read = Arrays.copyOf(encoder.tokenizer().encode(text), trajectory.responseLength());
        read[read.length - 1] = encoder.endToken();
        float[] probabilities = trajectory.samplingLogProbs();
        boolean known =
                trajectory.prefixLength() == 0 && Tokens.of(read).equals(trajectory.response());
        for (int i = 0; i < probabilities.length; i++) {
            known &= probabilities[i] <= 0; // not NaN
            probabilities[i] = (float) Math.exp(probabilities[i]);
            known &= probabilities[i] > 0;
        }
        return new Demonstration(text, "", known ? probabilities : new float[0]);
    }
}
