package io.github.luffyrl.examples.cli;

import io.github.luffyrl.djl.server.InferenceServer;
import io.github.luffyrl.djl.server.RequestLimits;
import io.github.luffyrl.djl.server.ServerAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A model on an inference server instead of a model that is loaded here. */
final class ServerOptions {

    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "samples a model on a server with OpenAI's API, such as"
                            + " http://localhost:8000; --model then only gives tokens and template")
    private @Nullable URI url;

    @Option(
            names = "--server-model",
            paramLabel = "NAME",
            description = "the name that the server knows the model by; with --server")
    private @Nullable String model;

    @Option(
            names = "--server-key",
            paramLabel = "VARIABLE",
            description = "environment variable with the server's API key; none by default")
    private @Nullable String key;

    @Option(
            names = "--server-timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "longest wait for one answer; ${DEFAULT-VALUE} by default")
    private int timeout;

    @Option(
            names = "--server-parallel",
            paramLabel = "N",
            defaultValue = "64",
            description = "requests at the same time; ${DEFAULT-VALUE} by default")
    private int parallel;

    boolean given() {
        return url != null;
    }

    /** The name of the model on the server. */
    String model(CommandLine command) {
        if (model == null) {
            throw new ParameterException(command, "--server needs --server-model");
        }
        return model;
    }

    /** The server, if one is named. */
    Optional<InferenceServer> open(CommandLine command) {
        URI address = url;
        if (address == null) {
            if (model != null || key != null) {
                throw new ParameterException(
                        command,
                        (model == null ? "--server-key" : "--server-model") + " needs --server");
            }
            return Optional.empty();
        }
        String name = model(command);
        try {
            RequestLimits limits =
                    RequestLimits.DEFAULT
                            .withTimeout(Duration.ofSeconds(timeout))
                            .withParallel(parallel);
            return Optional.of(
                    new InferenceServer(
                            new ServerAddress(address, name, Optional.ofNullable(key)), limits));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, String.valueOf(e.getMessage()), e);
        }
    }
}
