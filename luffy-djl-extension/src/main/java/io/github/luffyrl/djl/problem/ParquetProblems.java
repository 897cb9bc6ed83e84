package io.github.luffyrl.djl.problem;

import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.CloseableIterator;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** Problems of a Parquet file, whose rows become what they would be in JSON. */
final class ParquetProblems {

    /** What a user adds in order to read Parquet, an optional dependency of this module. */
    static final String LIBRARY = "com.jerolba:carpet-record:0.5.0";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern CODEC = Pattern.compile("Class (\\S*?(\\w+)Codec) was not found");

    private final Path file;
    private final String name;
    private final ReadingOptions options;

    /** Reads a file; the ids of its problems are {@code name:ROW}. */
    ParquetProblems(Path file, String name, ReadingOptions options) {
        this.file = file;
        this.name = name;
        this.options = options;
    }

    void read(ProblemCollector problems) throws IOException {
        RowParser parser = new RowParser(options);
        int number = 0;
        try (CloseableIterator<Map<?, ?>> rows = rows()) {
            for (; hasNext(rows); number++) {
                Map<?, ?> row = rows.next();
                String id = name + ":" + number;
                problems.row(
                        file + ": row " + number,
                        () -> parser.problem(new Row().json(row), id, problems.emptyTarget(id)));
            }
        }
        parser.requireFields(file.toString());
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a class cannot say what its maps hold
    private CloseableIterator<Map<?, ?>> rows() {
        try {
            return (CloseableIterator) new CarpetReader<>(file.toFile(), Map.class).iterator();
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    /** Reads the next row. */
    private boolean hasNext(CloseableIterator<Map<?, ?>> rows) {
        try {
            return rows.hasNext();
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    private IllegalArgumentException unreadable(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            Matcher codec = CODEC.matcher(String.valueOf(cause.getMessage()));
            if (codec.find()) {
                return new IllegalArgumentException(
                        String.format(
                                        Locale.ROOT,
                                        "%s: the codec %s is not there: add a library with the class %s, or write",
                                        file,
                                        codec.group(2).toLowerCase(Locale.ROOT),
                                        codec.group(1))
                                + " the file with another compression, such as zstd or snappy",
                        e);
            }
        }
        String reason = String.valueOf(e.getMessage()).replaceAll("\\S+InputFile@\\w+", "it");
        return new IllegalArgumentException(
                file + ": not a Parquet file that can be read: " + reason, e);
    }

    /** A row on its way to JSON. */
    private final class Row {

        private long characters;

        JsonNode json(@Nullable Object value) {
            if (value == null) {
                return NODES.nullNode();
            }
            if (value instanceof Map<?, ?> map) {
                ObjectNode object = NODES.objectNode();
                map.forEach((key, element) -> object.set(counted(key), json(element)));
                return object;
            }
            if (value instanceof Collection<?> collection) {
                ArrayNode array = NODES.arrayNode();
                collection.forEach(element -> array.add(json(element)));
                return array;
            }
            return value instanceof Number number ? number(number) : other(value);
        }

        private JsonNode other(Object value) {
            return value instanceof Boolean flag
                    ? NODES.booleanNode(flag)
                    : NODES.textNode(counted(text(value)));
        }

        /** Texts, dates and identifiers; older writers do not say that their bytes are text. */
        private Object text(Object value) {
            if (value instanceof Binary bytes) {
                return utf8(bytes.toByteBuffer());
            }
            if (value instanceof String || value instanceof Temporal || value instanceof UUID) {
                return value;
            }
            throw new IllegalArgumentException(
                    "a value of the type " + value.getClass().getSimpleName() + "; need a text");
        }

        private String utf8(ByteBuffer bytes) {
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException("a binary value that is no UTF-8", e);
            }
        }

        private String counted(@Nullable Object text) {
            String string = String.valueOf(text);
            characters += string.length();
            if (characters > options.maxCharacters()) {
                throw options.tooLong();
            }
            return string;
        }
    }

    /** As JSON has it: with the shortest digits that mean it. */
    private static JsonNode number(Number number) {
        if (number instanceof Double value) {
            return Double.isFinite(value)
                    ? decimal(NumberOutput.toString(value, true))
                    : NODES.numberNode(value);
        }
        if (number instanceof Float value) {
            return Float.isFinite(value)
                    ? decimal(NumberOutput.toString(value, true))
                    : NODES.numberNode(value);
        }
        return number instanceof BigDecimal value
                ? DecimalNode.valueOf(value)
                : NODES.numberNode(number.longValue());
    }

    private static JsonNode decimal(String digits) {
        return DecimalNode.valueOf(new BigDecimal(digits));
    }
}
