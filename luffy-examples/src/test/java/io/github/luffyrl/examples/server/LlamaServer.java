package io.github.luffyrl.examples.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** llama.cpp's {@code llama-server}, on a port of this machine. */
final class LlamaServer implements AutoCloseable {

    static final String MODEL = "embedded";

    private final String command;
    private final Path model;
    private final int port;
    private Process process;

    LlamaServer(String command, Path model) throws IOException, InterruptedException {
        this.command = command;
        this.model = model;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        start();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Returns when the model is loaded. */
    private void start() throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(command, "-m", model.toString(), "-a", MODEL));
        line.addAll(List.of("--host", "127.0.0.1", "--port", String.valueOf(port)));
        line.addAll(List.of("-t", "1", "-np", "8", "-c", "2048", "--no-warmup"));
        process =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(model.resolveSibling("llama-server.log").toFile())
                        .start();
        HttpRequest health = HttpRequest.newBuilder(URI.create(url() + "/health")).build();
        for (int i = 0; i < 300; i++) {
            Thread.sleep(100);
            if (!process.isAlive()) {
                throw new IOException(command + " ended with " + process.exitValue());
            }
            if (healthy(health)) {
                return;
            }
        }
        throw new IOException(command + " is not ready after 30 s");
    }

    private static boolean healthy(HttpRequest health) throws InterruptedException {
        try {
            HttpResponse<Void> answer =
                    HttpClient.newHttpClient().send(health, HttpResponse.BodyHandlers.discarding());
            return answer.statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** As by {@code kill -9}, and a second later another one on the same port. */
    void restart() throws IOException, InterruptedException {
        close();
        Thread.sleep(1000);
        start();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
