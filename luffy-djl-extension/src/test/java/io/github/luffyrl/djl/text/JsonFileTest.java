package io.github.luffyrl.djl.text;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class JsonFileTest {

    @Test
    void aBrokenTokenizerNamesFileAndLine(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("tokenizer.json"), "{\n\"model\": oops\n}");

        names("tokenizer.json:2: not JSON", () -> TextTokenizer.load(directory));
    }

    @Test
    void aTruncatedTokenizerConfigurationNamesTheFile(@TempDir Path directory) throws IOException {
        Files.writeString(
                directory.resolve("tokenizer_config.json"), "{\"chat_template\": \"{% if");

        names("tokenizer_config.json:1: not JSON", () -> PromptTemplate.load(directory));
    }

    private static void names(String expected, Executable load) {
        IOException error = assertThrows(IOException.class, load);
        assertTrue(error.getMessage().contains(expected), error.getMessage());
    }
}
