package io.github.luffyrl.djl.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.SamplingParams;
import java.util.List;
import java.util.Map;

/**
 * A server that speaks OpenAI's API. Each sample is a request of its own, because each has its own
 * seed: what is sampled beside it then makes no difference, and a request that fails is repeated
 * alone.
 *
 * <pre>{@code
 * InferenceServer server = new InferenceServer(
 *         new ServerAddress("http://localhost:8000", "Qwen/Qwen2.5-7B-Instruct"),
 *         RequestLimits.DEFAULT);
 * }</pre>
 */
public final class InferenceServer {

    private static final String COMPLETIONS = "/v1/completions";
    private static final String CHAT = "/v1/chat/completions";
    private static final int NO_TOP_K = -1; // of vLLM, SGLang and llama.cpp

    private final ServerConnection connection;

    /**
     * Creates a client. Nothing is sent yet.
     *
     * @param address where the server is
     * @param limits how long it is waited for
     * @throws IllegalArgumentException if the variable of the key is not set
     */
    public InferenceServer(ServerAddress address, RequestLimits limits) {
        this(new ServerConnection(address, limits, System.getenv()));
    }

    InferenceServer(ServerConnection connection) {
        this.connection = connection;
    }

    ServerConnection connection() {
        return connection;
    }

    /** The same server, asked for another model. */
    InferenceServer withModel(String model) {
        return new InferenceServer(connection.withModel(model));
    }

    int parallel() {
        return connection.limits().parallel();
    }

    String name() {
        return connection.address().url() + ", model " + connection.address().model();
    }

    /** Lets the model continue tokens. */
    Generated complete(Tokens input, SamplingParams sampling, int maxTokens, long seed) {
        ObjectNode body = body(sampling, maxTokens, seed);
        ArrayNode prompt = body.putArray("prompt");
        for (int id : input.toArray()) {
            prompt.add(id);
        }
        body.put("logprobs", 1);
        // Said even where they change nothing: servers have defaults of their own, such as 40 and
        // 0.05 of llama.cpp, or those of the model's generation_config.json in vLLM.
        body.put("top_k", sampling.topK() > 0 ? sampling.topK() : NO_TOP_K);
        body.put("min_p", sampling.minP());
        body.put("repetition_penalty", 1);
        if (!sampling.stopTokens().isEmpty()) {
            ArrayNode stops = body.putArray("stop_token_ids");
            sampling.stopTokens().stream().sorted().forEach(stops::add);
        }
        // Ways to ask for token ids: vLLM, older vLLM, llama.cpp. A server that knows none ignores
        // them.
        body.put("return_token_ids", true);
        body.put("return_tokens_as_token_ids", true);
        body.put("return_tokens", true);
        body.put("skip_special_tokens", false);
        return new AnswerReader(place(COMPLETIONS))
                .completion(connection.post(COMPLETIONS, body, seed));
    }

    /** Lets the model answer a conversation, by the server's own template. */
    Generated chat(List<ChatMessage> messages, SamplingParams sampling, int maxTokens, long seed) {
        ObjectNode body = body(sampling, maxTokens, seed);
        ArrayNode array = body.putArray("messages");
        messages.forEach(
                message ->
                        array.addObject()
                                .put("role", message.role())
                                .put("content", message.content()));
        body.put("logprobs", true);
        return new AnswerReader(place(CHAT)).chat(connection.post(CHAT, body, seed));
    }

    /** Names the models that the server has. */
    List<String> models() {
        JsonNode data = connection.get("/v1/models").path("data");
        return data.findValuesAsText("id");
    }

    private ObjectNode body(SamplingParams sampling, int maxTokens, long seed) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", connection.address().model());
        body.put("max_tokens", maxTokens);
        body.put("temperature", sampling.temperature());
        body.put("top_p", sampling.topP());
        body.put("n", 1);
        body.put("seed", shortened(seed));
        return body;
    }

    /** Some servers take seeds of 31 bits only. */
    static int shortened(long seed) {
        return (int) ((seed ^ (seed >>> 32)) & Integer.MAX_VALUE);
    }

    private String place(String path) {
        return connection.address().resolve(path).toString();
    }

    static InferenceServer of(
            ServerAddress address, RequestLimits limits, Map<String, String> environment) {
        return new InferenceServer(new ServerConnection(address, limits, environment));
    }
}
