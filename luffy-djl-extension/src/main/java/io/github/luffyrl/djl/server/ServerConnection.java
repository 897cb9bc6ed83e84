package io.github.luffyrl.djl.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends JSON to a server and reads its JSON; what may be passing is tried again. */
final class ServerConnection {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SHOWN = 300;

    private final ServerAddress address;
    private final RequestLimits limits;
    private final Retries retries;
    private final Optional<String> key;
    private final HttpClient client;
    private final JsonMapper json;

    ServerConnection(ServerAddress address, RequestLimits limits, Map<String, String> environment) {
        this(address, limits, address.key(environment), client(limits));
    }

    private ServerConnection(
            ServerAddress address, RequestLimits limits, Optional<String> key, HttpClient client) {
        this.address = address;
        this.limits = limits;
        this.key = key;
        this.client = client;
        retries = new Retries(limits);
        json = json(limits);
    }

    private static HttpClient client(RequestLimits limits) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // servers of models rarely have HTTP/2
                .connectTimeout(limits.timeout())
                .build();
    }

    private static JsonMapper json(RequestLimits limits) {
        int longest = (int) Math.min(limits.responseBytes(), Integer.MAX_VALUE);
        return JsonMapper.builder(
                        JsonFactory.builder()
                                .streamReadConstraints(
                                        StreamReadConstraints.builder()
                                                .maxStringLength(longest)
                                                .build())
                                .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** The same connection, for another model. */
    ServerConnection withModel(String model) {
        return new ServerConnection(address.withModel(model), limits, key, client);
    }

    ServerAddress address() {
        return address;
    }

    RequestLimits limits() {
        return limits;
    }

    /** Posts an object, and returns the object that answers. */
    JsonNode post(String path, ObjectNode body, long seed) {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        HttpRequest request =
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                        .build();
        return retries.call(name(path), seed, () -> object(send(path, request), path));
    }

    /** Posts an object to a server that answers with any text. */
    String postForText(String path, ObjectNode body) {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        HttpRequest request =
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                        .build();
        return retries.call(name(path), 0, () -> text(send(path, request)));
    }

    /** Gets an object. */
    JsonNode get(String path) {
        HttpRequest request = request(path).GET().build();
        return retries.call(name(path), 0, () -> object(send(path, request), path));
    }

    private String name(String path) {
        return address.resolve(path).toString();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(limits.timeout());
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    private byte[] send(String path, HttpRequest request) throws TransientFailure {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, head -> new BoundedBody(limits.responseBytes()));
        try {
            // HttpRequest.timeout ends with the head of the answer; this one with its last byte.
            HttpResponse<byte[]> response =
                    answer.get(limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return body(path, response);
        } catch (TimeoutException e) {
            throw new TransientFailure(
                    "no whole answer within " + limits.timeout().toMillis() / 1000.0 + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for " + name(path));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException) {
                throw new TransientFailure("no whole answer: " + e.getCause());
            }
            String reason =
                    e.getCause() instanceof ServerException refused
                            ? String.valueOf(refused.getMessage())
                            : String.valueOf(e.getCause());
            throw new ServerException(name(path) + ": " + reason, e);
        } finally {
            answer.cancel(true);
        }
    }

    private byte[] body(String path, HttpResponse<byte[]> response) throws TransientFailure {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return response.body();
        }
        String said = "status " + status + ": " + shown(response.body());
        if (status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT || status >= 500) {
            throw new TransientFailure(
                    said, response.headers().firstValue("Retry-After").flatMap(this::duration));
        }
        throw new ServerException(name(path) + " refuses the request, " + said);
    }

    /** Seconds, or a date. */
    private Optional<Duration> duration(String text) {
        try {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text.strip())));
        } catch (NumberFormatException e) {
            try {
                Instant until =
                        ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant();
                return Optional.of(Duration.between(Instant.now(), until));
            } catch (DateTimeException noDate) {
                return Optional.empty();
            }
        }
    }

    /** The beginning of an error's text, without what a server repeats of the key. */
    private String shown(byte[] body) {
        String text = text(body).replaceAll("\\p{Cntrl}+", " ").strip();
        String safe = key.map(secret -> text.replace(secret, "***")).orElse(text);
        return safe.length() > SHOWN ? safe.substring(0, SHOWN) + " .." : safe;
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private JsonNode object(byte[] body, String path) throws TransientFailure {
        JsonNode node;
        try {
            node = json.readTree(text(body));
        } catch (JsonProcessingException e) {
            throw new TransientFailure(
                    "the answer is no JSON (" + e.getOriginalMessage() + "): " + shown(body));
        }
        if (!node.isObject()) {
            throw new ServerException(
                    name(path) + ": the answer is no JSON object: " + shown(body));
        }
        return node;
    }
}
