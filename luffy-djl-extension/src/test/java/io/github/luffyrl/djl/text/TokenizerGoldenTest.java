package io.github.luffyrl.djl.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.djl.GoldenModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exact agreement with Hugging Face's tokenizers and templates, for every checkpoint folder. */
class TokenizerGoldenTest {

    private static final Path MODELS = GoldenModel.root();

    static List<Path> folders() throws IOException {
        try (Stream<Path> folders = Files.list(MODELS)) {
            return folders.filter(f -> Files.exists(f.resolve("expected_tokenizer.json")))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void thereAreFoldersToCompare() throws IOException {
        assertFalse(folders().isEmpty(), () -> "no checkpoint folder in " + MODELS);
    }

    @ParameterizedTest
    @MethodSource("folders")
    void everyEncodingDecodingAndChatMatches(Path folder) throws IOException {
        JsonNode expected =
                new ObjectMapper().readTree(folder.resolve("expected_tokenizer.json").toFile());
        PromptTemplate template = PromptTemplate.load(folder);
        try (TextTokenizer tokenizer = TextTokenizer.load(folder)) {
            assertEquals(expected.path("tokenizer_size").intValue(), tokenizer.size());
            for (JsonNode encoding : nonEmpty(expected, "encodings")) {
                String text = encoding.path("text").textValue();
                int[] ids = ids(encoding);
                assertArrayEquals(ids, tokenizer.encode(text), text);
                assertEquals(encoding.path("decoded").textValue(), tokenizer.decodeAll(ids));
                assertEquals(
                        encoding.path("decoded_skip_special").textValue(), tokenizer.decode(ids));
            }
            for (JsonNode chat : nonEmpty(expected, "chats")) {
                String rendered = template.render(messages(chat), variables(chat));
                assertEquals(chat.path("rendered").textValue(), rendered);
                assertArrayEquals(ids(chat), tokenizer.encode(rendered));
            }
        }
        System.out.printf(
                "%s: %d encodings and %d chats match%n",
                folder.getFileName(),
                expected.path("encodings").size(),
                expected.path("chats").size());
    }

    private static JsonNode nonEmpty(JsonNode expected, String key) {
        assertFalse(expected.path(key).isEmpty(), () -> "no " + key + " to compare");
        return expected.path(key);
    }

    private static int[] ids(JsonNode node) {
        return StreamSupport.stream(node.path("ids").spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    private static List<ChatMessage> messages(JsonNode chat) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode m : chat.path("messages")) {
            messages.add(
                    new ChatMessage(m.path("role").textValue(), m.path("content").textValue()));
        }
        return messages;
    }

    private static Map<String, ?> variables(JsonNode chat) {
        boolean open = chat.path("add_generation_prompt").booleanValue();
        return chat.has("enable_thinking")
                ? Map.of(
                        "add_generation_prompt",
                        open,
                        "enable_thinking",
                        chat.path("enable_thinking").booleanValue())
                : Map.of("add_generation_prompt", open);
    }
}
