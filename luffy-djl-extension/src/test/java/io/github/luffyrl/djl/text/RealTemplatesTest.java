package io.github.luffyrl.djl.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.luffyrl.core.problem.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Real chat templates, which are other people's and so stand outside the repository. */
@EnabledIfSystemProperty(named = "luffy.wild", matches = ".+")
class RealTemplatesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 27, 12, 0);
    private static final Path FOLDER = Path.of(System.getProperty("luffy.wild", ""));

    @Test
    void promptsAreThoseOfTransformers() throws IOException {
        for (String text : Files.readAllLines(FOLDER.resolve("prompts.jsonl"))) {
            JsonNode line = JSON.readTree(text);
            String name = line.get("template").textValue();
            Map<String, String> tokens = new HashMap<>();
            for (Map.Entry<String, JsonNode> token : line.get("tokens").properties()) {
                if (token.getValue().isTextual()) {
                    tokens.put(token.getKey(), token.getValue().textValue());
                }
            }
            ChatTemplate template =
                    new ChatTemplate(name, Files.readString(FOLDER.resolve(name)), tokens).at(NOW);
            boolean open = line.get("add_generation_prompt").booleanValue();
            assertEquals(
                    line.get("expected").textValue(),
                    template.render(messages(line), Map.of("add_generation_prompt", open)),
                    name);
        }
    }

    @Test
    void constructionsAreThoseOfJinja() throws IOException {
        for (String text : Files.readAllLines(FOLDER.resolve("jinja.jsonl"))) {
            JsonNode line = JSON.readTree(text);
            String source = line.get("template").textValue();
            Map<String, Object> variables =
                    JSON.convertValue(line.get("variables"), new TypeReference<>() {});
            assertEquals(
                    line.get("expected").textValue(),
                    new ChatTemplate("case", source, Map.of()).render(messages(line), variables),
                    source);
        }
    }

    private static List<ChatMessage> messages(JsonNode line) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : line.get("messages")) {
            messages.add(
                    new ChatMessage(
                            message.get("role").textValue(), message.get("content").textValue()));
        }
        return messages;
    }
}
