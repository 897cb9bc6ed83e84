package io.github.luffyrl.examples.basemodel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.djl.text.PromptTemplate;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteLevelTokenizerTest {

    @TempDir Path directory;

    private HuggingFaceTokenizer tokenizer() throws IOException {
        ByteLevelTokenizer.write(directory);
        return HuggingFaceTokenizer.newInstance(
                directory.resolve("tokenizer.json"),
                Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false"));
    }

    @Test
    void aPromptHasOneTokenPerCharacter() throws IOException {
        try (HuggingFaceTokenizer tokenizer = tokenizer()) {
            // The ASCII codes.
            assertArrayEquals(
                    new long[] {97, 98, 99, 124, 49, 50, 51, 52, 61},
                    tokenizer.encode("abc|1234=").getIds());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "π ≈ 3,14 日本",
                "  two  blanks\tand\r\nlines\n\n",
                "e\u0301 is not composed",
                "\uD83D\uDE00 beyond the basic plane",
                "\u0000\u007F\u00AD control characters",
                "it's we'll"
            })
    void anyTextIsItsBytesAndComesBack(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long[] expected =
                LongStream.range(0, bytes.length).map(i -> bytes[(int) i] & 0xFF).toArray();
        try (HuggingFaceTokenizer tokenizer = tokenizer()) {
            assertArrayEquals(expected, tokenizer.encode(text).getIds());
            assertEquals(text, tokenizer.decode(expected, true));
        }
    }

    @Test
    void everyByteThatOccursInUtf8IsAToken() throws IOException {
        // Code points up to U+07FF reach the lead bytes C2..DF and all continuation bytes; ASCII is
        // itself; three- and four-byte forms reach E0..F4. Other bytes never occur in UTF-8.
        StringBuilder text = new StringBuilder();
        for (int c = 0; c <= 0x10FFFF; c += c < 0x800 ? 1 : 0x101) {
            if (c < 0xD800 || c > 0xDFFF) { // surrogates are no characters
                text.appendCodePoint(c);
            }
        }
        try (HuggingFaceTokenizer tokenizer = tokenizer()) {
            long[] ids = tokenizer.encode(text.toString()).getIds();
            assertEquals(text.toString().getBytes(StandardCharsets.UTF_8).length, ids.length);
            assertEquals(text.toString(), tokenizer.decode(ids, true));
        }
    }

    @Test
    void theEndOfSequenceIsOneTokenThatDecodingCanSkip() throws IOException {
        try (HuggingFaceTokenizer tokenizer = tokenizer()) {
            long[] ids = tokenizer.encode("#12<|endoftext|>").getIds();

            assertArrayEquals(
                    new long[] {'#', '1', '2', ByteLevelTokenizer.END_OF_SEQUENCE_ID}, ids);
            assertEquals("#12", tokenizer.decode(ids, true));
            assertEquals("#12<|endoftext|>", tokenizer.decode(ids, false));
        }
    }

    @Test
    void promptsGoToTheModelAsTheyAreAndResponsesComeBackWithoutTheirEnd() throws IOException {
        ByteLevelTokenizer.write(directory);
        Problem problem = Problem.of("an-id", "ab|1234=", "");
        String prompt = PromptTemplate.load(directory).render(problem.prompt());

        assertEquals(problem.prompt().get(0).content(), prompt);
        try (TextTokenizer tokenizer = TextTokenizer.load(directory)) {
            assertEquals(ByteLevelTokenizer.VOCABULARY_SIZE, tokenizer.size());
            assertEquals(prompt.length(), tokenizer.encode(prompt).length);
            int[] response = {'#', '1', '2', ByteLevelTokenizer.END_OF_SEQUENCE_ID};
            assertEquals("#12", tokenizer.decode(response));
        }
    }

    @Test
    void longTextIsNotCut() throws IOException {
        try (HuggingFaceTokenizer tokenizer = tokenizer()) {
            assertEquals(2000, tokenizer.encode("ab".repeat(1000)).getIds().length);
        }
    }
}
