package io.github.luffyrl.djl.checkpoint;

import java.nio.file.Path;
import java.util.List;

/** The tiny checkpoints among the test resources. */
final class TinyModels {

    private TinyModels() {}

    static List<String> all() {
        return List.of(
                "qwen2-tied-f32",
                "qwen2-untied-bf16",
                "qwen2-sharded-f32",
                "llama3-rope-f32",
                "llama-f16",
                "qwen3-bf16");
    }

    static Path directory(String name) {
        return Path.of("src", "test", "resources", "models", name);
    }
}
