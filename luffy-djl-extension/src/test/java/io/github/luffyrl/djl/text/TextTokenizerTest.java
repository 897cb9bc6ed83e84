package io.github.luffyrl.djl.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextTokenizerTest {

    private static TextTokenizer tokenizer;

    @BeforeAll
    static void load() throws IOException {
        tokenizer = TextTokenizer.load(Path.of("src/test/resources/models/qwen3-bf16"));
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void aLongTextIsNotCut() {
        String text = "1234567890".repeat(1000);

        int[] ids = tokenizer.encode(text);

        assertTrue(ids.length > 512);
        assertEquals(text, tokenizer.decodeAll(ids));
    }

    @Test
    void idsBeyondTheTokenizerAreSkipped() {
        // The model has 416 rows, the tokenizer 402 ids; 398 is <|im_start|>.
        int[] known = tokenizer.encode("Ok");
        int[] ids = IntStream.concat(IntStream.of(398, 402, 415), IntStream.of(known)).toArray();

        assertEquals("Ok", tokenizer.decode(ids));
        assertEquals("<|im_start|>Ok", tokenizer.decodeAll(ids));
    }

    @Test
    void nothingIsNothing() {
        assertArrayEquals(new int[0], tokenizer.encode(""));
        assertEquals("", tokenizer.decode(new int[0]));
    }

    @Test
    void severalThreadsMayShareIt() {
        int[] expected = tokenizer.encode("Solve for x: 3x + 5 = 20.");

        IntStream.range(0, 2000)
                .parallel()
                .forEach(
                        i -> {
                            int[] ids = tokenizer.encode("Solve for x: 3x + 5 = 20.");
                            assertArrayEquals(expected, ids);
                            assertEquals("Solve for x: 3x + 5 = 20.", tokenizer.decode(ids));
                        });
    }

    @Test
    void aMissingFileIsNamedWithItsRemedy(@TempDir Path dir) {
        Exception e = assertThrows(FileNotFoundException.class, () -> TextTokenizer.load(dir));

        assertTrue(e.getMessage().contains(dir.resolve("tokenizer.json").toString()));
        assertTrue(e.getMessage().contains("save_pretrained"));
    }

    @Test
    void aFileThatIsNoTokenizerIsNamed(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("tokenizer.json"), "{\"model\": {}}");

        Exception e = assertThrows(IllegalArgumentException.class, () -> TextTokenizer.load(dir));

        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    }
}
