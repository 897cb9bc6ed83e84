package io.github.luffyrl.djl.problem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;

/** Problems of a file of JSON Lines, or of one with a list. */
final class JsonProblems {

    /** Numbers keep their digits: the answer 0.10 is not 0.1. */
    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private final Path file;
    private final String name;
    private final ReadingOptions options;

    /** Reads a file; the ids of its problems default to {@code name:LINE}. */
    JsonProblems(Path file, String name, ReadingOptions options) {
        this.file = file;
        this.name = name;
        this.options = options;
    }

    void read(ProblemCollector problems) throws IOException {
        RowParser parser = new RowParser(options);
        int line = 0;
        try (BufferedReader in = TextSource.open(file)) {
            JsonTexts texts = new JsonTexts(file, in, options.maxCharacters());
            for (JsonTexts.Row row; (row = texts.next()) != null; line = texts.line() - 1) {
                add(row, texts.isList(), parser, problems);
            }
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    file + ": not UTF-8 somewhere after line " + line + "; convert the file", e);
        } catch (IOException e) {
            throw new IOException(file + ": cannot be read after line " + line + ": " + e, e);
        }
        parser.requireFields(file.toString());
    }

    private void add(JsonTexts.Row row, boolean list, RowParser parser, ProblemCollector problems) {
        String id = name + ":" + row.number();
        if (row.text().isBlank() && !row.tooLong() && !list) {
            problems.skip("blank line", id);
            return;
        }
        problems.row(
                file + ":" + row.line(),
                () -> parser.problem(parse(row), id, problems.emptyTarget(id)));
    }

    private JsonNode parse(JsonTexts.Row row) {
        if (row.tooLong()) {
            throw options.tooLong();
        }
        if (row.text().isBlank()) {
            throw new IllegalArgumentException("not JSON: nothing between two commas of the list");
        }
        try {
            return JSON.readTree(row.text());
        } catch (StreamConstraintsException e) {
            throw new IllegalArgumentException(
                    e.getOriginalMessage() + " in " + RowValues.shown(row.text()), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not JSON: "
                            + e.getOriginalMessage()
                            + " in "
                            + RowValues.shown(row.text())
                            + "; write one object a line",
                    e);
        }
    }
}
