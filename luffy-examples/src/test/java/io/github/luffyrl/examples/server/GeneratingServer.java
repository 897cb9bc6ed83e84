package io.github.luffyrl.examples.server;

import ai.djl.Model;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.text.PromptTemplate;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A server that generates with luffy's own model, by the parts of OpenAI's, vLLM's and SGLang's API
 * that the client uses. Nothing is scripted: tokens and log-probabilities are the model's.
 */
public final class GeneratingServer implements AutoCloseable {

    public static final String MODEL = "teacher";

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Path directory;
    private final TextTokenizer tokenizer;
    private final PromptTemplate template;
    private final Map<String, Model> models = new ConcurrentHashMap<>();
    private final List<String> loaded = Collections.synchronizedList(new ArrayList<>());
    private final List<JsonNode> sampled = Collections.synchronizedList(new ArrayList<>());
    private volatile int answersLeft = Integer.MAX_VALUE;
    private volatile boolean ignoresWeights;

    public GeneratingServer(Path directory) throws IOException {
        this.directory = directory;
        tokenizer = TextTokenizer.load(directory);
        template = PromptTemplate.load(directory);
        models.put(MODEL, CausalLanguageModel.load(directory));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** After so many answers it only refuses. */
    public GeneratingServer failAfter(int answers) {
        answersLeft = answers;
        return this;
    }

    /** It says that it has taken new weights, and has not. */
    public GeneratingServer ignoringWeights() {
        ignoresWeights = true;
        return this;
    }

    /** The requests for samples that were answered. */
    public List<JsonNode> sampled() {
        return List.copyOf(sampled);
    }

    /** The names of adapters and the paths of checkpoints, in the order they were loaded. */
    public List<String> loaded() {
        return List.copyOf(loaded);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            try {
                send(exchange, 200, answer(path, JSON.readTree(body)));
            } catch (IllegalArgumentException e) {
                send(exchange, 400, String.valueOf(e.getMessage()));
            } catch (RuntimeException | IOException e) {
                send(exchange, 500, e.toString());
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private String answer(String path, JsonNode request) throws IOException {
        return switch (path) {
            case "/v1/models" -> models().toString();
            case "/v1/completions" -> completion(request).toString();
            case "/v1/chat/completions" -> chat(request).toString();
            case "/v1/load_lora_adapter" -> loadAdapter(request);
            case "/v1/unload_lora_adapter" -> {
                models.remove(request.path("lora_name").asText()).close();
                yield "Success";
            }
            case "/update_weights_from_disk" -> loadCheckpoint(request);
            default -> throw new IllegalArgumentException("no " + path);
        };
    }

    private ObjectNode models() {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode data = answer.putArray("data");
        models.keySet().forEach(name -> data.addObject().put("id", name));
        return answer;
    }

    private ObjectNode completion(JsonNode request) {
        List<Integer> ids = new ArrayList<>();
        request.path("prompt").forEach(id -> ids.add(id.intValue()));
        Tokens prompt = Tokens.of(ids.stream().mapToInt(Integer::intValue).toArray());
        Trajectory written = write(request, prompt);
        ObjectNode answer = answer(written);
        ObjectNode choice = (ObjectNode) answer.path("choices").get(0);
        choice.put("text", tokenizer.decodeAll(written.response().toArray()));
        for (int id : written.response().toArray()) {
            choice.withArray("token_ids").add(id);
        }
        for (float logProb : written.logProbs()) {
            choice.withObject("/logprobs").withArray("token_logprobs").add(logProb);
        }
        return answer;
    }

    private ObjectNode chat(JsonNode request) {
        List<ChatMessage> messages = new ArrayList<>();
        request.path("messages")
                .forEach(
                        m ->
                                messages.add(
                                        new ChatMessage(
                                                m.path("role").asText(),
                                                m.path("content").asText())));
        Tokens prompt = Tokens.of(tokenizer.encode(template.prompt(messages)));
        Trajectory written = write(request, prompt);
        ObjectNode answer = answer(written);
        ObjectNode choice = (ObjectNode) answer.path("choices").get(0);
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", tokenizer.decode(written.response().toArray()));
        for (int t = 0; t < written.responseLength(); t++) {
            choice.withObject("/logprobs")
                    .withArray("content")
                    .addObject()
                    .put("token", tokenizer.decodeAll(new int[] {written.response().get(t)}))
                    .put("logprob", written.logProbs()[t]);
        }
        return answer;
    }

    private static ObjectNode answer(Trajectory written) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putArray("choices")
                .addObject()
                .put("finish_reason", written.finished() ? "stop" : "length");
        answer.putObject("usage")
                .put("prompt_tokens", written.prompt().length())
                .put("completion_tokens", written.responseLength());
        return answer;
    }

    private Trajectory write(JsonNode request, Tokens prompt) {
        synchronized (this) {
            if (answersLeft-- <= 0) {
                throw new IllegalArgumentException("shutting down");
            }
        }
        Model model = models.get(request.path("model").asText());
        if (model == null) {
            throw new IllegalArgumentException("no model " + request.path("model"));
        }
        SamplingParams sampling =
                new SamplingParams(
                        request.path("temperature").asDouble(), request.path("max_tokens").asInt());
        long seed = request.path("seed").asLong();
        Trajectory written =
                new ModelPolicy(model, 1)
                        .rollout(List.of(new RolloutRequest(prompt, Prefix.NONE, seed)), sampling)
                        .get(0);
        sampled.add(request);
        return written;
    }

    private String loadAdapter(JsonNode request) throws IOException {
        String name = request.path("lora_name").asText();
        if (models.containsKey(name)) {
            throw new IllegalArgumentException(name + " has already been loaded");
        }
        Model model = CausalLanguageModel.load(directory);
        if (!ignoresWeights) {
            CausalLanguageModel.loadAdapter(model, Path.of(request.path("lora_path").asText()), 0);
        }
        models.put(name, model);
        loaded.add(name);
        return "Success: LoRA adapter '" + name + "' added successfully.";
    }

    private String loadCheckpoint(JsonNode request) throws IOException {
        Path path = Path.of(request.path("model_path").asText());
        if (!ignoresWeights) {
            models.put(MODEL, CausalLanguageModel.load(path)).close();
        }
        loaded.add(path.toString());
        return "{\"success\":true,\"message\":\"Succeeded to update model weights.\"}";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
        try {
            threads.awaitTermination(30, TimeUnit.SECONDS); // a model in use must not be closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        models.values().forEach(Model::close);
        tokenizer.close();
    }
}
