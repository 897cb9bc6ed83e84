package io.github.luffyrl.djl.recipe;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.github.luffyrl.core.objective.KlEstimator;
import io.github.luffyrl.core.prefix.CutBorder;
import io.github.luffyrl.core.prefix.PrefixedRows;
import io.github.luffyrl.djl.problem.AnswerText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** How values that are no plain numbers, names or sections are spelled in a recipe. */
final class Spellings {

    private static final String NONE = "none";
    private static final String ALL = "all";
    private static final String AFTER = "after";

    private static final Map<String, KlEstimator> ESTIMATORS = new LinkedHashMap<>();

    static {
        ESTIMATORS.put("k1", KlEstimator.k1());
        ESTIMATORS.put("absolute", KlEstimator.absolute());
        ESTIMATORS.put("k2", KlEstimator.k2());
        ESTIMATORS.put("k3", KlEstimator.k3());
        ESTIMATORS.put("k3-unbounded", KlEstimator.K3.unbounded());
        ESTIMATORS.put("k3-unbiased", KlEstimator.k3Unbiased());
        ESTIMATORS.put("k1-straight-through", KlEstimator.k1StraightThrough());
        ESTIMATORS.put("k3-straight-through", KlEstimator.k3StraightThrough());
    }

    private Spellings() {}

    /** Teaches Jackson the spellings. */
    static void register(SimpleModule module) {
        add(module, OptionalDouble.class, Spellings::number, Spellings::spelled);
        add(module, OptionalInt.class, Spellings::wholeNumber, Spellings::spelled);
        add(module, PrefixedRows.class, Spellings::rows, Spellings::spelled);
        add(module, CutBorder.class, Spellings::border, Spellings::spelled);
        add(module, AnswerText.class, Spellings::answerText, Spellings::spelled);
        add(module, KlEstimator.class, Spellings::estimator, Spellings::spelled);
    }

    private static <T> void add(
            SimpleModule module,
            Class<T> type,
            Function<JsonNode, T> read,
            Function<T, Object> write) {
        module.addDeserializer(
                type,
                new StdDeserializer<T>(type) {
                    private static final long serialVersionUID = 1;

                    @Override
                    public T deserialize(JsonParser parser, DeserializationContext context)
                            throws IOException {
                        return read.apply(context.readTree(parser));
                    }
                });
        module.addSerializer(
                type,
                new StdSerializer<T>(type) {
                    private static final long serialVersionUID = 1;

                    @Override
                    public void serialize(
                            T value, JsonGenerator generator, SerializerProvider provider)
                            throws IOException {
                        generator.writePOJO(write.apply(value));
                    }
                });
    }

    private static IllegalArgumentException need(String what) {
        return new IllegalArgumentException("need " + what);
    }

    private static OptionalDouble number(JsonNode value) {
        if (value.isNumber()) {
            return OptionalDouble.of(value.doubleValue());
        }
        if (value.asText().equals(NONE)) {
            return OptionalDouble.empty();
        }
        throw need("'none' or a number");
    }

    private static Object spelled(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : NONE;
    }

    private static OptionalInt wholeNumber(JsonNode value) {
        if (value.canConvertToInt() && value.canConvertToExactIntegral()) {
            return OptionalInt.of(value.intValue());
        }
        if (value.asText().equals(NONE)) {
            return OptionalInt.empty();
        }
        throw need("'none' or a whole number");
    }

    private static Object spelled(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : NONE;
    }

    private static PrefixedRows rows(JsonNode value) {
        if (value.isInt() && value.intValue() >= 1) {
            return PrefixedRows.first(value.intValue());
        }
        if (value.asText().equals(ALL)) {
            return PrefixedRows.all();
        }
        throw need("'all' or a number of at least 1");
    }

    private static Object spelled(PrefixedRows rows) {
        return rows instanceof PrefixedRows.First first ? first.rows() : ALL;
    }

    private static CutBorder border(JsonNode value) {
        String text = value.asText();
        return switch (text) {
            case "token" -> CutBorder.token();
            case "line" -> CutBorder.line();
            case "sentence" -> CutBorder.sentence();
            default -> pattern(text);
        };
    }

    private static CutBorder pattern(String text) {
        if (text.length() < 3 || !text.startsWith("/") || !text.endsWith("/")) {
            throw need(
                    "token, line, sentence or a regular expression between slashes, such as"
                            + " '/(?=Step)/' to cut before each Step");
        }
        try {
            return new CutBorder.Match(Pattern.compile(text.substring(1, text.length() - 1)));
        } catch (PatternSyntaxException e) {
            throw need("a regular expression: " + e.getDescription());
        }
    }

    private static Object spelled(CutBorder border) {
        if (border.equals(CutBorder.line())) {
            return "line";
        }
        if (border.equals(CutBorder.sentence())) {
            return "sentence";
        }
        return border instanceof CutBorder.Match match ? "/" + match.pattern() + "/" : "token";
    }

    private static AnswerText answerText(JsonNode value) {
        if (value.isObject() && value.size() == 1 && value.path(AFTER).isTextual()) {
            return AnswerText.after(value.path(AFTER).textValue());
        }
        return switch (value.asText()) {
            case "whole" -> AnswerText.whole();
            case "last-box" -> AnswerText.lastBox();
            default -> throw need("whole, last-box or {after: '####'}");
        };
    }

    private static Object spelled(AnswerText text) {
        if (text instanceof AnswerText.After after) {
            return Map.of(AFTER, after.marker());
        }
        return text.equals(AnswerText.whole()) ? "whole" : "last-box";
    }

    private static KlEstimator estimator(JsonNode value) {
        KlEstimator estimator = ESTIMATORS.get(value.asText());
        if (estimator == null) {
            throw need("one of " + String.join(", ", ESTIMATORS.keySet()));
        }
        return estimator;
    }

    private static Object spelled(KlEstimator estimator) {
        return ESTIMATORS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(estimator))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> need("an estimator that recipes have a name for"));
    }
}
