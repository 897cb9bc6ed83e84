package io.github.luffyrl.djl.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes weights and has a server load them. */
final class WeightTransfer {

    private final WeightReload reload;
    private final Path folder;
    private final String folderOnServer;
    private int transfers;
    private @Nullable String loaded;

    WeightTransfer(WeightReload reload, Path folder, String folderOnServer) {
        this.reload = reload;
        this.folder = folder.toAbsolutePath();
        this.folderOnServer = folderOnServer;
    }

    /**
     * Transfers the weights of the moment.
     *
     * @param fingerprint of the weights
     * @return the policy that samples with them
     */
    ServerPolicy transfer(ServerPolicy policy, String fingerprint) {
        // Two folders in turn: the server may still read the older one.
        String name = "weights-" + transfers++ % 2;
        try {
            reload.writer().write(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String path = folderOnServer + "/" + name;
        if (reload instanceof WeightReload.VllmAdapter adapter) {
            return loadAdapter(policy, path, adapter.name() + "-" + fingerprint);
        }
        return loadCheckpoint(policy, path);
    }

    private ServerPolicy loadAdapter(ServerPolicy policy, String path, String name) {
        InferenceServer server = policy.server();
        if (!server.models().contains(name)) {
            ObjectNode load = JsonNodeFactory.instance.objectNode();
            load.put("lora_name", name).put("lora_path", path);
            server.connection().postForText("/v1/load_lora_adapter", load);
        }
        if (!server.models().contains(name)) {
            throw new ServerException(
                    server.name()
                            + ": it was asked to load "
                            + path
                            + ", but has no model "
                            + name);
        }
        String older = loaded;
        if (older != null && !older.equals(name)) {
            ObjectNode unload = JsonNodeFactory.instance.objectNode();
            unload.put("lora_name", older);
            server.connection().postForText("/v1/unload_lora_adapter", unload);
        }
        loaded = name;
        return policy.withModel(name);
    }

    private static ServerPolicy loadCheckpoint(ServerPolicy policy, String path) {
        ObjectNode update = JsonNodeFactory.instance.objectNode();
        update.put("model_path", path).put("flush_cache", true);
        JsonNode answer = policy.server().connection().post("/update_weights_from_disk", update, 0);
        if (!answer.path("success").asBoolean()) {
            throw new ServerException(
                    policy.server().name()
                            + ": it did not load "
                            + path
                            + ": "
                            + answer.path("message").asText());
        }
        return policy;
    }
}
