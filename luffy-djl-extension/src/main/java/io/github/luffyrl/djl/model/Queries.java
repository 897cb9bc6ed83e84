package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import io.github.luffyrl.djl.batch.NativeArrays;
import io.github.luffyrl.djl.model.PackedTokens.Block;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that a layer computes more than keys and values of. The last layer does so only for
 * those whose hidden states are asked for.
 *
 * @param blocks for each block of the packed tokens the last columns of its rows, possibly none,
 *     side by side
 * @param places of the {@code M} tokens among the packed ones, int64; null for all in their order
 * @param rotation of their positions
 */
record Queries(List<Block> blocks, @Nullable NDArray places, Rotation rotation) {

    /** Leaves out those that are not asked for. */
    Queries only(AskedTokens asked, NDManager manager) {
        if (asked.areAll()) {
            return this;
        }
        long[] indices = Arrays.stream(asked.places()).asLongStream().toArray();
        NDArray index = NativeArrays.indices(manager, indices);
        return new Queries(asked.blocks(), index, rotation.select(index));
    }

    /** Takes what belongs to them from {@code [N, D]}: {@code [M, D]}. */
    NDArray of(NDArray x) {
        return places == null
                ? x
                : Embedding.embedding(places, x, SparseFormat.DENSE).head(); // index_select
    }
}
