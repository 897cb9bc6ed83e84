package io.github.luffyrl.djl.server;

import static io.github.luffyrl.djl.server.ScriptedServer.ok;
import static io.github.luffyrl.djl.server.ScriptedServer.send;
import static io.github.luffyrl.djl.server.ScriptedServer.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server can do wrong, one by one. */
@Timeout(60)
class ServerFaultsTest {

    private static final RequestLimits LIMITS =
            new RequestLimits(
                    Duration.ofSeconds(5),
                    4,
                    Duration.ofMillis(20),
                    Duration.ofSeconds(2),
                    4,
                    100_000);

    private static final String RIGHT =
            "{\"choices\":[{\"text\":\"cd\",\"token_ids\":[4,5,1],\"finish_reason\":\"stop\","
                    + "\"logprobs\":{\"token_logprobs\":[-0.5,-0.25,-0.125]}}],"
                    + "\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":3}}";

    private static ProblemEncoder encoder;

    @BeforeAll
    static void load() throws IOException {
        encoder = TinyLanguage.encoder(TinyLanguage.tokenizer(), 6);
    }

    @AfterAll
    static void close() {
        encoder.close();
    }

    @Test
    void anAnswerIsTakenTokenByToken() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ok(RIGHT))) {
            assertEquals(
                    new Trajectory(
                            Tokens.of(2, 3),
                            Tokens.of(4, 5, 1),
                            0,
                            new float[] {-0.5f, -0.25f, -0.125f},
                            true),
                    rollout(server, LIMITS));
            String request = server.requests().get(0);
            assertTrue(request.contains("\"prompt\":[2,3]"), request);
            assertTrue(request.contains("\"max_tokens\":6"), request);
            // else llama.cpp samples from the 40 likeliest tokens, vLLM by generation_config.json
            assertTrue(request.contains("\"top_k\":-1,\"min_p\":0.0"), request);
            assertTrue(request.contains("\"repetition_penalty\":1"), request);
        }
    }

    @Test
    void aServerThatAsksToWaitIsGivenTheTime() throws IOException {
        AtomicReference<Long> asked = new AtomicReference<>(0L);
        try (ScriptedServer server =
                new ScriptedServer(
                        (exchange, body) -> {
                            asked.set(System.nanoTime());
                            exchange.getResponseHeaders().add("Retry-After", "1");
                            send(exchange, 429, "busy");
                        },
                        ok(RIGHT))) {
            rollout(server, LIMITS);
            assertTrue(System.nanoTime() - asked.get() >= 1_000_000_000L);
            assertEquals(2, server.requests().size());
        }
    }

    @Test
    void aServerThatAsksForAnHourEndsTheRun() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(
                        (exchange, body) -> {
                            exchange.getResponseHeaders().add("Retry-After", "3600");
                            send(exchange, 429, "quota");
                        })) {
            assertFails(server, LIMITS, "asks to wait 3600 s", "quota");
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void errorsOfTheServerArePassing() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(status(503, "loading"), status(500, "oops"), ok(RIGHT))) {
            rollout(server, LIMITS);
            assertEquals(3, server.requests().size());
        }
    }

    @Test
    void aServerThatKeepsFailingIsGivenUpWithItsLastWord() throws IOException {
        try (ScriptedServer server = new ScriptedServer(status(503, "still loading"))) {
            assertFails(server, LIMITS, "/v1/completions failed 4 times", "503", "still loading");
            assertEquals(4, server.requests().size());
        }
    }

    @Test
    void aRefusedRequestIsNotRepeated() throws IOException {
        try (ScriptedServer server = new ScriptedServer(status(404, "no model \"m\""))) {
            assertFails(server, LIMITS, "refuses the request, status 404: no model \"m\"");
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void halfAnAnswerIsAskedForAgain() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(
                        (exchange, body) -> {
                            exchange.sendResponseHeaders(200, RIGHT.length());
                            exchange.getResponseBody()
                                    .write(RIGHT.substring(0, 40).getBytes(StandardCharsets.UTF_8));
                            exchange.getResponseBody().flush();
                        },
                        ok(RIGHT))) {
            rollout(server, LIMITS);
            assertEquals(2, server.requests().size());
        }
    }

    @Test
    void anAnswerThatIsNoJsonIsAskedForAgain() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(
                        ok("<html>gateway</html>"), ok(RIGHT.substring(0, 60)), ok(RIGHT))) {
            rollout(server, LIMITS);
            assertEquals(3, server.requests().size());
        }
    }

    @Test
    void aServerThatSaysNothingIsAskedAgain() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer((exchange, body) -> Thread.sleep(5000), ok(RIGHT))) {
            rollout(server, LIMITS.withTimeout(Duration.ofMillis(300)));
            assertEquals(2, server.requests().size());
        }
    }

    @Test
    void aServerThatStopsInTheMiddleOfAnAnswerIsAskedAgain() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(
                        (exchange, body) -> {
                            exchange.sendResponseHeaders(200, RIGHT.length());
                            exchange.getResponseBody().write('{');
                            exchange.getResponseBody().flush();
                            Thread.sleep(5000);
                        },
                        ok(RIGHT))) {
            rollout(server, LIMITS.withTimeout(Duration.ofMillis(300)));
            assertEquals(2, server.requests().size());
        }
    }

    @Test
    void anAnswerWithoutEndIsCutOff() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(
                        (exchange, body) -> {
                            exchange.sendResponseHeaders(200, 0);
                            byte[] page = new byte[10_000];
                            for (int i = 0; i < 100_000; i++) {
                                exchange.getResponseBody().write(page);
                            }
                        })) {
            assertFails(server, LIMITS, "more than 100000 bytes");
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void nobodyListens() throws IOException {
        String url;
        try (ScriptedServer server = new ScriptedServer(ok(RIGHT))) {
            url = server.url();
        }
        ServerException error =
                assertThrows(
                        ServerException.class,
                        () -> policy(url, LIMITS).rollout(batch(1), sampling()));
        assertTrue(error.getMessage().contains("failed 4 times"), error.getMessage());
        assertTrue(error.getMessage().contains(url), error.getMessage());
    }

    /** The server answers 10 of 40 requests, dies, and is back a little later on the same port. */
    @Test
    void aServerThatDiesInMidBatchIsAskedAgainForWhatItDidNotAnswer() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        Map<String, Integer> answers = new ConcurrentHashMap<>();
        ScriptedServer.Line counted =
                (exchange, body) -> {
                    if (asked.incrementAndGet() <= 10) {
                        answers.merge(body, 1, Integer::sum);
                        send(exchange, 200, RIGHT);
                        answered.incrementAndGet();
                    } // else the connection is closed without an answer
                };
        ScriptedServer first = new ScriptedServer(counted);
        int port = first.port();
        Thread crash =
                new Thread(
                        () -> {
                            while (asked.get() <= 10 || answered.get() < 10) {
                                Thread.onSpinWait(); // an answer that is cut would be asked again
                            }
                            first.close();
                        });
        crash.start();
        List<Trajectory> all = new ArrayList<>();
        RequestLimits patient =
                new RequestLimits(
                        Duration.ofSeconds(5),
                        10,
                        Duration.ofMillis(50),
                        Duration.ofSeconds(1),
                        4,
                        100_000);
        Thread client =
                new Thread(
                        () ->
                                all.addAll(
                                        policy("http://127.0.0.1:" + port, patient)
                                                .rollout(batch(40), sampling())));
        client.start();
        crash.join();
        try (ScriptedServer second =
                new ScriptedServer(
                        port,
                        (exchange, body) -> {
                            answers.merge(body, 1, Integer::sum);
                            send(exchange, 200, RIGHT);
                        })) {
            client.join();
            assertEquals(40, all.size());
            assertEquals(40, answers.size());
            assertTrue(second.requests().size() >= 30);
            assertEquals(Set.of(1), Set.copyOf(answers.values()));
        }
    }

    @Test
    void theErrorSaysHowMuchOfABatchWasAnswered() throws IOException {
        RequestLimits one = LIMITS.withParallel(1);
        try (ScriptedServer server =
                new ScriptedServer(ok(RIGHT), ok(RIGHT), status(400, "no more"))) {
            ServerException error =
                    assertThrows(
                            ServerException.class,
                            () -> policy(server.url(), one).rollout(batch(5), sampling()));
            assertTrue(
                    error.getMessage().contains("2 of the 5 requests of this batch were answered"),
                    error.getMessage());
        }
    }

    @Test
    void aPromptThatTheServerReadOtherwiseIsRefused() throws IOException {
        String longer = RIGHT.replace("\"prompt_tokens\":2", "\"prompt_tokens\":3");
        try (ScriptedServer server = new ScriptedServer(ok(longer))) {
            assertFails(server, LIMITS, "another prompt than the 2 tokens", "3 tokens");
        }
    }

    @Test
    void logProbabilitiesForOtherTokensAreRefused() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ok(RIGHT.replace("[4,5,1]", "[4,5]")))) {
            assertFails(server, LIMITS, "3 log-probabilities for 2 tokens");
        }
        try (ScriptedServer server = new ScriptedServer(ok(RIGHT.replace("-0.25", "0.25")))) {
            assertFails(server, LIMITS, "log-probability 0.25");
        }
    }

    @Test
    void aResponseWithoutItsEndIsNotTrainedOn() throws IOException {
        String withoutEnd =
                RIGHT.replace("[4,5,1]", "[4,5]").replace("-0.5,-0.25,-0.125", "-0.5,-0.25");
        try (ScriptedServer server = new ScriptedServer(ok(withoutEnd))) {
            assertFails(server, LIMITS, "no end token");
        }
    }

    @Test
    void anAnswerWithoutChoicesIsRefused() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ok("{\"object\":\"error\"}"))) {
            assertFails(server, LIMITS, "need one element in choices");
        }
    }

    @Test
    void aTextIsEncodedAgainUnlessTheTokenizerChangesIt() throws IOException {
        String text = "{\"choices\":[{\"text\":\"%s\",\"finish_reason\":\"stop\"}]}";
        try (ScriptedServer server =
                new ScriptedServer(
                        ok(String.format(text, "cd")), ok(String.format(text, "c\u00e9")))) {
            ServerPolicy policy = ServerPolicy.untrained(server(server.url(), LIMITS), encoder);
            Trajectory read = policy.rollout(batch(1), sampling()).get(0);
            assertEquals(Tokens.of(4, 5, 1), read.response());
            assertTrue(Float.isNaN(read.logProbs()[0]), "an unknown log-probability is NaN");
            ServerException error =
                    assertThrows(ServerException.class, () -> policy.rollout(batch(1), sampling()));
            assertTrue(error.getMessage().contains("changed by the model's tokenizer"));
        }
    }

    /** As llama.cpp answers a chat: the end of the sequence has an id and no text. */
    @Test
    void anEndWithoutTextIsKnownByItsId() {
        RoundTrip roundTrip = new RoundTrip(encoder.tokenizer());
        List<String> pieces = List.of("c", "d", "");
        int[] ids = {4, 5, 1};
        float[] logProbs = {-0.5f, -0.25f, -0.125f};
        assertEquals(
                Optional.of(logProbs),
                roundTrip.logProbs(ids, written(Optional.of(ids), logProbs, pieces)));
        int[] otherEnd = {4, 5, 0};
        assertEquals(
                Optional.empty(),
                roundTrip.logProbs(ids, written(Optional.of(otherEnd), logProbs, pieces)));
        assertEquals(
                Optional.empty(),
                roundTrip.logProbs(ids, written(Optional.empty(), logProbs, pieces)));
        assertEquals(
                Optional.empty(),
                roundTrip.logProbs(
                        ids, written(Optional.of(ids), logProbs, List.of("c", "e", ""))));
    }

    private static Generated written(Optional<int[]> ids, float[] logProbs, List<String> pieces) {
        return new Generated(
                "cd",
                ids,
                Optional.of(logProbs),
                Optional.of(pieces),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void trainingNeedsTokenIds() throws IOException {
        String text = "{\"choices\":[{\"text\":\"cd\",\"finish_reason\":\"stop\"}]}";
        try (ScriptedServer server = new ScriptedServer(ok(text))) {
            assertFails(server, LIMITS, "no token ids, which training needs");
        }
    }

    @Test
    void theKeyIsSentAndNeverShown() throws IOException {
        AtomicReference<String> authorization = new AtomicReference<>();
        try (ScriptedServer server =
                new ScriptedServer(
                        (exchange, body) -> {
                            authorization.set(
                                    exchange.getRequestHeaders().getFirst("Authorization"));
                            send(exchange, 401, "the key s3cret is invalid");
                        })) {
            ServerAddress address =
                    new ServerAddress(URI.create(server.url()), "m", Optional.of("KEY"));
            InferenceServer client = InferenceServer.of(address, LIMITS, Map.of("KEY", "s3cret"));
            ServerException error =
                    assertThrows(
                            ServerException.class,
                            () ->
                                    ServerPolicy.untrained(client, encoder)
                                            .rollout(batch(1), sampling()));
            assertEquals("Bearer s3cret", authorization.get());
            assertFalse(error.toString().contains("s3cret"), error.toString());
            assertTrue(error.getMessage().contains("401"), error.getMessage());
        }
    }

    @Test
    void aKeyThatIsNotSetIsAskedFor() {
        ServerAddress address =
                new ServerAddress(URI.create("http://localhost:1"), "m", Optional.of("NO_KEY"));
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> InferenceServer.of(address, LIMITS, Map.of()));
        assertTrue(error.getMessage().contains("NO_KEY"), error.getMessage());
    }

    @Test
    void anInterruptedThreadDoesNotWait() throws Exception {
        AtomicReference<Throwable> end = new AtomicReference<>();
        RequestLimits slow =
                new RequestLimits(
                        Duration.ofSeconds(5),
                        9,
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(1),
                        1,
                        1000);
        try (ScriptedServer server = new ScriptedServer(status(503, "busy"))) {
            Thread waiting =
                    new Thread(
                            () -> {
                                try {
                                    policy(server.url(), slow).rollout(batch(1), sampling());
                                } catch (RuntimeException e) {
                                    end.set(e);
                                }
                            });
            waiting.start();
            while (server.requests().isEmpty()) {
                Thread.sleep(10);
            }
            waiting.interrupt();
            waiting.join(10_000);
            assertEquals(CancellationException.class, end.get().getClass());
        }
    }

    @Test
    void waitsDoubleUpToALimitAndAreThoseOfTheirSeed() {
        Retries retries = new Retries(LIMITS); // 20 ms, at most 2 s
        for (int attempt = 1; attempt <= 12; attempt++) {
            long longest = Math.min(2000, 20L << (attempt - 1));
            long wait = retries.wait(7, attempt, new TransientFailure("x")).toMillis();
            assertTrue(wait > longest / 2 - 1 && wait <= longest, attempt + ": " + wait);
            assertEquals(wait, retries.wait(7, attempt, new TransientFailure("x")).toMillis());
        }
        List<Long> others = new ArrayList<>();
        for (long seed = 0; seed < 20; seed++) {
            others.add(retries.wait(seed, 8, new TransientFailure("x")).toMillis());
        }
        assertTrue(Set.copyOf(others).size() > 15, others.toString());
    }

    private static void assertFails(ScriptedServer server, RequestLimits limits, String... says) {
        ServerException error = assertThrows(ServerException.class, () -> rollout(server, limits));
        for (String part : says) {
            assertTrue(error.getMessage().contains(part), error.getMessage());
        }
    }

    private static Trajectory rollout(ScriptedServer server, RequestLimits limits) {
        return policy(server.url(), limits).rollout(batch(1), new SamplingParams(1, 6)).get(0);
    }

    private static SamplingParams sampling() {
        return new SamplingParams(1, 6);
    }

    private static List<RolloutRequest> batch(int count) {
        List<RolloutRequest> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batch.add(new RolloutRequest(Tokens.of(2, 3), Prefix.NONE, 1000 + i));
        }
        return batch;
    }

    private static ServerPolicy policy(String url, RequestLimits limits) {
        return ServerPolicy.trained(server(url, limits), encoder, Set.of(TinyLanguage.END));
    }

    private static InferenceServer server(String url, RequestLimits limits) {
        return new InferenceServer(new ServerAddress(url, "m"), limits);
    }
}
