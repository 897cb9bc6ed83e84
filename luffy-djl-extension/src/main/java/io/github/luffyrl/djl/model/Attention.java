package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.github.luffyrl.djl.model.PackedTokens.Block;
import io.github.luffyrl.djl.model.PackedTokens.Span;

/**
 * Grouped-query attention with rotary positions: {@code H} query heads, of which each group of
 * {@code H / KV} neighbours shares a key and value head.
 */
record Attention(
        HeadProjection query,
        HeadProjection key,
        HeadProjection value,
        LinearLayer output,
        int layer) {

    /** Maps {@code [N, D]} to {@code [M, D]} of the queries. */
    NDArray apply(ForwardPass pass, Queries queries, NDArray x) {
        Kernels kernels = pass.kernels();
        NDArray q =
                kernels.rotate(
                        query.apply(pass, queries.of(x)), queries.rotation()); // [M, H, headDim]
        NDArray k = kernels.rotate(key.apply(pass, x), pass.all().rotation()); // [N, KV, headDim]
        NDArray v = value.apply(pass, x);
        NDList attended = new NDList();
        for (int i = 0; i < queries.blocks().size(); i++) {
            Block asking = queries.blocks().get(i);
            Block seen = pass.tokens().blocks().get(i);
            if (asking.size() > 0) {
                NDArray mixed = // [rows, H, width, headDim]
                        kernels.attend(rows(q, asking), withContext(k, seen), withContext(v, seen));
                attended.add(mixed.transpose(0, 2, 1, 3).reshape(asking.size(), -1));
            }
        }
        NDArray joined = attended.size() == 1 ? attended.head() : NDArrays.concat(attended);
        return output.apply(pass.weights(), joined);
    }

    /** Takes a block from {@code [N, heads, headDim]}: {@code [rows, heads, width, headDim]}. */
    private static NDArray rows(NDArray packed, Block block) {
        Shape shape = packed.getShape();
        return span(packed, new Span(block.first(), block.size()))
                .reshape(block.rows(), block.width(), shape.get(1), shape.get(2))
                .transpose(0, 2, 1, 3);
    }

    /** As {@link #rows}, what comes before each row included. */
    private static NDArray withContext(NDArray packed, Block block) {
        NDArray own = rows(packed, block);
        if (block.context().isEmpty()) {
            return own;
        }
        NDList spans = new NDList();
        block.context().forEach(span -> spans.add(span(packed, span)));
        NDArray context = spans.size() == 1 ? spans.head() : NDArrays.concat(spans);
        Shape shape = own.getShape();
        NDArray shared =
                context.transpose(1, 0, 2)
                        .expandDims(0)
                        .broadcast(shape.get(0), shape.get(1), block.contextLength(), shape.get(3));
        return shared.concat(own, 2);
    }

    private static NDArray span(NDArray packed, Span span) {
        return span.length() == packed.getShape().get(0)
                ? packed
                : packed.get(new NDIndex().addSliceDim(span.first(), span.first() + span.length()));
    }
}
