package io.github.luffyrl.examples.server;

import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.run.LoadedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes a Qwen2 model of bytes, as the embedded one, in the format that llama.cpp reads: version 3
 * of GGUF, all weights in float32.
 */
final class GgufFile {

    private static final int UINT32 = 4;
    private static final int INT32 = 5;
    private static final int FLOAT32 = 6;
    private static final int BOOL = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int ALIGNMENT = 32;
    private static final Map<String, String> NAMES =
            Map.of(
                    "model.embed_tokens", "token_embd",
                    "model.norm", "output_norm",
                    "lm_head", "output",
                    "self_attn.o_proj", "attn_output",
                    "post_attention_layernorm", "ffn_norm",
                    "input_layernorm", "attn_norm");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int entries;

    private GgufFile() {}

    static void write(Path directory, Path file) throws IOException {
        try (LoadedModel model = LoadedModel.open(directory)) {
            GgufFile head = new GgufFile();
            head.metadata(model.block().config(), directory);
            GgufFile tensors = new GgufFile();
            GgufFile data = new GgufFile();
            int count = 0;
            for (Pair<String, Parameter> pair : model.block().getParameters()) {
                tensors.tensor(pair.getKey(), pair.getValue(), data);
                count++;
            }
            GgufFile all = new GgufFile();
            all.bytes.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
            all.uint32(3);
            all.uint64(count);
            all.uint64(head.entries);
            all.bytes.writeBytes(head.bytes.toByteArray());
            all.bytes.writeBytes(tensors.bytes.toByteArray());
            all.align();
            all.bytes.writeBytes(data.bytes.toByteArray());
            Files.write(file, all.bytes.toByteArray());
        }
    }

    private void metadata(CausalLmConfig config, Path directory) throws IOException {
        text("general.architecture", "qwen2");
        number("qwen2.block_count", config.layers());
        number("qwen2.context_length", config.maxPositionEmbeddings());
        number("qwen2.embedding_length", config.hiddenSize());
        number("qwen2.feed_forward_length", config.intermediateSize());
        number("qwen2.attention.head_count", config.heads());
        number("qwen2.attention.head_count_kv", config.keyValueHeads());
        real("qwen2.rope.freq_base", (float) config.ropeTheta());
        real("qwen2.attention.layer_norm_rms_epsilon", (float) config.rmsNormEps());
        JsonNode tokenizer =
                new JsonMapper().readTree(directory.resolve("tokenizer.json").toFile());
        String[] tokens = new String[config.vocabSize()];
        tokenizer
                .at("/model/vocab")
                .properties()
                .forEach(e -> tokens[e.getValue().asInt()] = e.getKey());
        int end = config.vocabSize() - 1; // the only special token
        tokens[end] = tokenizer.at("/added_tokens/0/content").asText();
        text("tokenizer.ggml.model", "gpt2");
        text("tokenizer.ggml.pre", "gpt-2");
        array("tokenizer.ggml.tokens", STRING, tokens.length);
        for (String token : tokens) {
            string(token);
        }
        array("tokenizer.ggml.token_type", INT32, tokens.length);
        IntStream.range(0, tokens.length).forEach(i -> uint32(i == end ? 3 : 1));
        array("tokenizer.ggml.merges", STRING, 0);
        number("tokenizer.ggml.eos_token_id", end);
        key("tokenizer.ggml.add_bos_token", BOOL);
        bytes.write(0);
        text(
                "tokenizer.chat_template",
                "{% for message in messages %}{{ message.content }}{% endfor %}");
    }

    private void tensor(String name, Parameter parameter, GgufFile data) {
        string(name(name));
        long[] shape = parameter.getShape().getShape();
        uint32(shape.length);
        for (int i = shape.length - 1; i >= 0; i--) {
            uint64(shape[i]);
        }
        uint32(0); // float32
        uint64(data.bytes.size());
        for (float value : parameter.getArray().toFloatArray()) {
            data.uint32(Float.floatToIntBits(value));
        }
        data.align();
    }

    /** From {@code model.layers.0.mlp.up_proj.weight} to {@code blk.0.ffn_up.weight}. */
    private static String name(String name) {
        String translated = name.replace("model.layers.", "blk.");
        for (Map.Entry<String, String> part : NAMES.entrySet()) {
            translated = translated.replace(part.getKey(), part.getValue());
        }
        return translated
                .replaceAll("self_attn\\.([qkv])_proj", "attn_$1")
                .replaceAll("mlp\\.(gate|up|down)_proj", "ffn_$1");
    }

    private void text(String key, String value) {
        key(key, STRING);
        string(value);
    }

    private void number(String key, int value) {
        key(key, UINT32);
        uint32(value);
    }

    private void real(String key, float value) {
        key(key, FLOAT32);
        uint32(Float.floatToIntBits(value));
    }

    private void array(String key, int type, int length) {
        key(key, ARRAY);
        uint32(type);
        uint64(length);
    }

    private void key(String key, int type) {
        entries++;
        string(key);
        uint32(type);
    }

    private void string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        uint64(utf8.length);
        bytes.writeBytes(utf8);
    }

    private void uint32(int value) {
        bytes.writeBytes(little(Integer.BYTES).putInt(value).array());
    }

    private void uint64(long value) {
        bytes.writeBytes(little(Long.BYTES).putLong(value).array());
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void align() {
        while (bytes.size() % ALIGNMENT != 0) {
            bytes.write(0);
        }
    }
}
