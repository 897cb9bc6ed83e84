package io.github.luffyrl.djl.server;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where a server is and which of its models is asked.
 *
 * @param url without the path of the API, such as {@code http://localhost:8000}; a {@code /v1} at
 *     its end is dropped
 * @param model the name that the server knows the model by
 * @param keyVariable environment variable with the API key; the key itself is neither stored nor
 *     logged
 */
public record ServerAddress(URI url, String model, Optional<String> keyVariable) {

    /** Refuses what is no address of a web server. */
    public ServerAddress {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "server " + url + ": need an address such as http://localhost:8000");
        }
        if (url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null) {
            throw new IllegalArgumentException(
                    "server "
                            + scheme
                            + "://"
                            + url.getHost()
                            + ": give no user, query or fragment; a key comes from an environment"
                            + " variable");
        }
        if (model.isBlank()) {
            throw new IllegalArgumentException("the server's model has no name");
        }
        url = URI.create(url.toString().replaceFirst("/+$", "").replaceFirst("/v1$", ""));
    }

    /**
     * Creates the address of a server that needs no key.
     *
     * @param url see {@link #url}
     * @param model the name that the server knows the model by
     */
    public ServerAddress(String url, String model) {
        this(URI.create(url), model, Optional.empty());
    }

    ServerAddress withModel(String other) {
        return new ServerAddress(url, other, keyVariable);
    }

    URI resolve(String path) {
        return URI.create(url + path);
    }

    /** Reads the key, empty if none is needed. */
    Optional<String> key(Map<String, String> environment) {
        UnaryOperator<String> read =
                variable -> {
                    String key = environment.getOrDefault(variable, "").strip();
                    if (key.isEmpty()) {
                        throw new IllegalArgumentException(
                                "the environment variable "
                                        + variable
                                        + " is to hold the key of "
                                        + url
                                        + ", and is not set");
                    }
                    return key;
                };
        return keyVariable.map(read);
    }
}
