package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.luffyrl.djl.GoldenModel;
import io.github.luffyrl.djl.checkpoint.CheckpointReader;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.StoredType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same models in other clothes: shards, stored types, tied or not, older and newer names in the
 * configuration. The numbers have to stay those computed in float64.
 */
class CheckpointVariantsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EMBEDDING = "model.embed_tokens.weight";
    private static final String HEAD = "lm_head.weight";

    @TempDir Path temporary;

    @Test
    void aTiedModelMayStoreItsHeadAndBeUntied() throws IOException {
        agrees(
                "qwen2-tied-f32",
                new CheckpointWriter(StoredType.F32),
                tensors -> tensors.put(HEAD, tensors.get(EMBEDDING)),
                config -> config.put("tie_word_embeddings", false));
    }

    @Test
    void anUntiedQwen3InShardsOfBfloat16() throws IOException {
        agrees(
                "qwen3-bf16",
                new CheckpointWriter(StoredType.BF16, 50_000),
                tensors -> {},
                config -> config.put("tie_word_embeddings", false));
    }

    @Test
    void aTiedQwen3WithoutAStoredHeadUnderNewerNames() throws IOException {
        agrees(
                "qwen3-bf16",
                new CheckpointWriter(StoredType.F32),
                tensors -> tensors.remove(HEAD),
                CheckpointVariantsTest::rename);
    }

    @Test
    void bfloat16WeightsInShards() throws IOException {
        agrees(
                "qwen2-untied-bf16",
                new CheckpointWriter(StoredType.BF16, 1),
                tensors -> {},
                CheckpointVariantsTest::rename);
    }

    @Test
    void theScaledRotationOfLlamaUnderNewerNames() throws IOException {
        agrees(
                "llama3-rope-f32",
                new CheckpointWriter(StoredType.F32, 100_000),
                tensors -> {},
                CheckpointVariantsTest::rename);
    }

    @Test
    void halfPrecisionWeightsStoredAsFloat32() throws IOException {
        agrees("llama-f16", new CheckpointWriter(StoredType.F32), tensors -> {}, config -> {});
    }

    /** As transformers writes them from version 5 on. */
    private static void rename(ObjectNode config) {
        config.set("dtype", config.remove("torch_dtype"));
        ObjectNode rope = config.putObject("rope_parameters").put("rope_type", "default");
        if (config.remove("rope_scaling") instanceof ObjectNode scaling) {
            rope.setAll(scaling);
        }
        rope.set("rope_theta", config.remove("rope_theta"));
    }

    private void agrees(
            String original,
            CheckpointWriter writer,
            Consumer<Map<String, NDArray>> weights,
            Consumer<ObjectNode> configuration)
            throws IOException {
        Path source = Path.of("src", "test", "resources", "models", original);
        Path directory = temporary.resolve(original);
        try (CheckpointReader reader = CheckpointReader.open(source);
                NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Map<String, NDArray> tensors = new TreeMap<>();
            for (String name : reader.names()) {
                tensors.put(name, reader.read(name, new Shape(reader.shape(name)), manager));
            }
            weights.accept(tensors);
            ObjectNode config = (ObjectNode) JSON.readTree(source.resolve("config.json").toFile());
            configuration.accept(config);
            writer.write(
                    directory,
                    tensors,
                    folder -> JSON.writeValue(folder.resolve("config.json").toFile(), config));
        }
        GoldenModel variant =
                new GoldenModel(directory, JSON.readTree(source.resolve("expected.json").toFile()));
        CausalLmGoldenTest golden = new CausalLmGoldenTest();
        golden.logitsOfSingleSequencesAgree(variant);
        golden.givenLabelsTheBlockPredictsLogProbsAndEntropies(variant);
    }
}
