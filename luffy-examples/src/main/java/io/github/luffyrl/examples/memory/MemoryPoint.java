package io.github.luffyrl.examples.memory;

import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.checkpoint.ModelType;
import io.github.luffyrl.djl.checkpoint.RotaryScaling;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.model.Recomputation;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model and a batch to train it on: an untied Llama of {@code layers} layers.
 *
 * @param recomputation what the backward pass recomputes
 * @param layers number of decoder layers
 * @param hidden size of the hidden state
 * @param heads query heads; a quarter as many key-value heads
 * @param intermediate size of the feed-forward layers
 * @param vocabulary size
 * @param rows of the batch
 * @param tokens predicted per row
 * @param adapterRank of an adapter of all projections; 0 when all weights are trained
 */
record MemoryPoint(
        Recomputation recomputation,
        int layers,
        int hidden,
        int heads,
        int intermediate,
        int vocabulary,
        int rows,
        int tokens,
        int adapterRank) {

    static final List<MemoryPoint> DEFAULTS =
            Arrays.stream(Recomputation.values())
                    .flatMap(
                            kind ->
                                    Stream.of(
                                            new MemoryPoint(kind, 4, 256, 8, 1024, 4096, 8, 256, 0),
                                            new MemoryPoint(kind, 8, 256, 8, 1024, 4096, 8, 256, 0),
                                            new MemoryPoint(
                                                    kind, 4, 256, 8, 1024, 32768, 8, 256, 0),
                                            new MemoryPoint(
                                                    kind, 4, 256, 8, 1024, 4096, 16, 256, 0),
                                            new MemoryPoint(kind, 4, 256, 8, 1024, 4096, 4, 512, 0),
                                            new MemoryPoint(
                                                    kind, 4, 256, 8, 1024, 32768, 8, 256, 8)))
                    .toList();

    static MemoryPoint parse(String[] arguments) {
        int[] sizes = Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
        return new MemoryPoint(
                Recomputation.valueOf(arguments[0]),
                sizes[0],
                sizes[1],
                sizes[2],
                sizes[3],
                sizes[4],
                sizes[5],
                sizes[6],
                sizes[7]);
    }

    List<String> arguments() {
        return List.of(
                        recomputation.name(),
                        layers,
                        hidden,
                        heads,
                        intermediate,
                        vocabulary,
                        rows,
                        tokens,
                        adapterRank)
                .stream()
                .map(String::valueOf)
                .collect(Collectors.toList());
    }

    CausalLmConfig config() {
        return new CausalLmConfig(
                ModelType.LLAMA,
                StoredType.F32,
                vocabulary,
                hidden,
                intermediate,
                layers,
                heads,
                heads / 4,
                hidden / heads,
                10000,
                RotaryScaling.NONE,
                1e-6,
                false,
                tokens + 1,
                OptionalInt.empty(),
                Set.of(1),
                OptionalInt.empty());
    }
}
