package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.github.luffyrl.djl.checkpoint.LoraConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The trained part of a model with an adapter.
 *
 * @param config what it is like
 * @param seed of the dropout
 * @param lowRanks by the name of the projection's weight
 */
record LoraAdapter(LoraConfig config, long seed, Map<String, LowRank> lowRanks) {

    /** PEFT names its tensors by their path in the wrapped model. */
    private static final String PREFIX = "base_model.model.";

    private static final String WEIGHT = ".weight";

    /** The name of {@code A} or {@code B} for a weight of the model. */
    static String name(String weight, char matrix) {
        String module = weight.substring(0, weight.length() - WEIGHT.length());
        return PREFIX + module + ".lora_" + matrix + WEIGHT;
    }

    /** The path of the module that a weight belongs to, if it is a projection. */
    static Optional<String> projection(Parameter parameter) {
        String name = parameter.getName();
        String module = name.replaceAll("\\.weight$", "");
        boolean projection =
                !module.equals(name)
                        && LoraConfig.PROJECTIONS.stream()
                                .anyMatch(last -> module.endsWith("." + last));
        return projection ? Optional.of(module) : Optional.empty();
    }

    @Nullable LowRank find(Parameter weight) {
        return lowRanks.get(weight.getName());
    }

    Stream<Parameter> parameters() {
        return lowRanks.values().stream().flatMap(low -> Stream.of(low.a(), low.b()));
    }

    Map<String, NDArray> tensors() {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        parameters().forEach(p -> tensors.put(p.getName(), p.getArray()));
        return tensors;
    }

    /** What a training pass over {@code ids}, {@code [B * T]}, drops in a step. */
    @Nullable AdapterDropout dropout(long[] ids, PackedTokens tokens, long step) {
        return config.dropout() == 0
                ? null
                : new AdapterDropout(config.dropout(), seed, step, ids, tokens);
    }
}
