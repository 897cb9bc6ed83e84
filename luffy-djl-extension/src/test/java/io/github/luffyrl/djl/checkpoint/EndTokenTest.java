package io.github.luffyrl.djl.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndTokenTest {

    private static final String LLAMA_TOKENS =
            """
            "added_tokens_decoder": {"128001": {"content": "<|end_of_text|>", "special": true},
             "128008": {"content": "<|eom_id|>"}, "128009": {"content": "<|eot_id|>"}}""";

    @TempDir Path folder;

    /** Llama 3.1 Instruct: the first id of config.json is not the one that ends a turn. */
    @Test
    void aTurnEndsWithTheTokenizersTokenAndTheOthersStopToo() throws IOException {
        write(
                "config.json",
                """
                {"model_type": "llama", "vocab_size": 128256, "hidden_size": 48,
                 "intermediate_size": 96, "num_hidden_layers": 2, "num_attention_heads": 6,
                 "num_key_value_heads": 2, "rope_theta": 500000.0, "rms_norm_eps": 1e-5,
                 "tie_word_embeddings": false, "max_position_embeddings": 64,
                 "eos_token_id": [128001, 128008, 128009]}""");
        write("generation_config.json", "{\"eos_token_id\": [128001, 128008, 128009]}");
        write("tokenizer_config.json", "{" + LLAMA_TOKENS + ", \"eos_token\": \"<|eot_id|>\"}");

        CausalLmConfig config = CausalLmConfig.read(folder);

        assertEquals(128009, config.endToken());
        assertEquals(List.of(128009, 128001, 128008), List.copyOf(config.eosTokenIds()));
    }

    @Test
    void theMapOfAnOlderTokenizerGoesFirst() throws IOException {
        write("tokenizer_config.json", "{\"eos_token\": \"<a>\"}");
        write("special_tokens_map.json", "{\"eos_token\": {\"content\": \"<b>\"}}");
        write(
                "tokenizer.json",
                """
                {"added_tokens": [{"id": 5, "content": "<a>"}, {"id": 6, "content": "<b>"}]}""");

        assertEquals(OptionalInt.of(6), EndToken.of(folder));
    }

    @Test
    void theMapOfANewerTokenizerIsNotRead() throws IOException {
        write("special_tokens_map.json", "{\"eos_token\": \"<|end_of_text|>\"}");
        write("tokenizer_config.json", "{" + LLAMA_TOKENS + ", \"eos_token\": \"<|eot_id|>\"}");
        assertEquals(OptionalInt.of(128009), EndToken.of(folder));

        write("tokenizer_config.json", "{" + LLAMA_TOKENS + ", \"eos_token\": null}");
        assertEquals(OptionalInt.empty(), EndToken.of(folder));
    }

    @Test
    void anOrdinaryTokenOfTheVocabularyMayEndATurn() throws IOException {
        write("tokenizer_config.json", "{\"eos_token\": \"</s>\"}");
        write("tokenizer.json", "{\"model\": {\"vocab\": {\"<s>\": 1, \"</s>\": 2}}}");

        assertEquals(OptionalInt.of(2), EndToken.of(folder));
    }

    @Test
    void aFolderWithoutATokenizerHasNone() throws IOException {
        assertEquals(OptionalInt.empty(), EndToken.of(folder));
    }

    private void write(String name, String json) throws IOException {
        Files.writeString(folder.resolve(name), json);
    }
}
