package io.github.luffyrl.djl.checkpoint;

import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;

/** The tiny checkpoints; the system property {@code luffy.models} may name another place. */
final class TinyModels {

    static final List<String> QWEN2 =
            List.of("qwen2-tied-f32", "qwen2-untied-bf16", "qwen2-sharded-f32");
    static final List<String> OTHERS = List.of("llama3-rope-f32", "llama-f16", "qwen3-bf16");

    private TinyModels() {}

    static Path directory(String name) {
        String root = System.getProperty("luffy.models");
        if (root != null) {
            return Path.of(root, name);
        }
        URL resource = TinyModels.class.getResource("/models/" + name + "/config.json");
        if (resource == null) {
            throw new IllegalStateException("no test resource models/" + name);
        }
        return Path.of(URI.create(resource.toString())).getParent();
    }
}
