package io.github.luffyrl.djl.checkpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Renders a configuration in the field names of Hugging Face transformers. */
final class ConfigRenderer {

    private ConfigRenderer() {}

    static ObjectNode config(CausalLmConfig config) {
        ObjectNode json = Json.object();
        json.putArray("architectures").add(config.modelType().architecture());
        json.put("model_type", config.modelType().configName());
        json.put("torch_dtype", config.storedType().torchName());
        json.put("vocab_size", config.vocabSize());
        json.put("hidden_size", config.hiddenSize());
        json.put("intermediate_size", config.intermediateSize());
        json.put("num_hidden_layers", config.layers());
        json.put("num_attention_heads", config.heads());
        json.put("num_key_value_heads", config.keyValueHeads());
        json.put("head_dim", config.headDim());
        json.put("hidden_act", "silu");
        json.put("rope_theta", config.ropeTheta());
        if (config.ropeScaling() instanceof RotaryScaling.Llama3 scaling) {
            ObjectNode rope = json.putObject("rope_scaling");
            rope.put("rope_type", "llama3");
            rope.put("factor", scaling.factor());
            rope.put("low_freq_factor", scaling.lowFreqFactor());
            rope.put("high_freq_factor", scaling.highFreqFactor());
            rope.put("original_max_position_embeddings", scaling.originalMaxPositionEmbeddings());
        }
        json.put("rms_norm_eps", config.rmsNormEps());
        json.put("tie_word_embeddings", config.tieWordEmbeddings());
        json.put("max_position_embeddings", config.maxPositionEmbeddings());
        json.put("attention_dropout", 0.0);
        json.put("use_sliding_window", false);
        json.put("use_cache", true);
        putTokenIds(json, config);
        return json;
    }

    static ObjectNode generationConfig(CausalLmConfig config) {
        ObjectNode json = Json.object();
        putTokenIds(json, config);
        return json;
    }

    /** Lets a {@code config.json} name the type of its weights; nothing without such a file. */
    static void stateType(Path file, StoredType type) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        ObjectNode json = Json.parse(Files.readAllBytes(file), file.toString());
        String field = json.hasNonNull("dtype") ? "dtype" : "torch_dtype";
        if (!json.path(field).asText().equals(type.torchName())) {
            Files.writeString(file, Json.pretty(json.put(field, type.torchName())));
        }
    }

    private static void putTokenIds(ObjectNode json, CausalLmConfig config) {
        config.bosTokenId().ifPresent(id -> json.put("bos_token_id", id));
        if (config.eosTokenIds().size() == 1) {
            config.eosTokenIds().forEach(id -> json.put("eos_token_id", id));
        } else {
            ArrayNode ids = json.putArray("eos_token_id");
            config.eosTokenIds().forEach(ids::add);
        }
        config.padTokenId().ifPresent(id -> json.put("pad_token_id", id));
    }
}
