package io.github.luffyrl.djl.loss;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.NativeArrays;
import java.util.Arrays;

/** Labels and predictions made of plain numbers, in one precision; closes its arrays. */
final class GoldenBatch implements AutoCloseable {

    private final NDManager manager = NDManager.newBaseManager(null, "PyTorch");
    private final DataType type;
    private final NDList labels = new NDList();
    private final NDList predictions = new NDList();

    GoldenBatch(DataType type) {
        this.type = type;
    }

    GoldenBatch label(String name, double[][] rows) {
        labels.add(array(name, rows));
        return this;
    }

    GoldenBatch label(String name, boolean[][] rows) {
        return label(name, Arrays.stream(rows).map(GoldenBatch::numbers).toArray(double[][]::new));
    }

    GoldenBatch indices(String name, double[][] rows) {
        NDArray indices = array(name, rows).toType(DataType.INT64, true);
        labels.add(BatchLayout.named(name, indices));
        return this;
    }

    GoldenBatch counts(long tokens, long rows) {
        labels.add(
                BatchLayout.named(
                        BatchLayout.COUNTS_BY_GUIDANCE,
                        manager.create(
                                new long[] {tokens, rows, Math.min(tokens, rows), 0, 0, 0},
                                new Shape(2, 3))));
        return this;
    }

    /** A prediction that gets a gradient. */
    GoldenBatch prediction(String name, double[][] rows) {
        NDArray leaf = array(name, rows);
        leaf.setRequiresGradient(true);
        predictions.add(leaf);
        return this;
    }

    /** A prediction {@code [B, T, V]} that gets a gradient. */
    GoldenBatch prediction(String name, double[][][] cubes) {
        double[] flat =
                Arrays.stream(cubes)
                        .flatMap(Arrays::stream)
                        .flatMapToDouble(Arrays::stream)
                        .toArray();
        Shape shape = new Shape(cubes.length, cubes[0].length, cubes[0][0].length);
        NDArray leaf = manager.create(flat, shape).toType(type, true);
        leaf.setRequiresGradient(true);
        predictions.add(BatchLayout.named(name, leaf));
        return this;
    }

    /** A prediction without gradient. */
    GoldenBatch constant(String name, double[][] rows) {
        predictions.add(array(name, rows));
        return this;
    }

    NDList labels() {
        return labels;
    }

    NDList predictions() {
        return predictions;
    }

    /** Runs the loss backward; gradients add up in the predictions. */
    double backward(Loss loss) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray value = loss.evaluate(labels, predictions);
            collector.backward(value);
            return NativeArrays.toDoubles(value)[0];
        }
    }

    double[][] gradient(String prediction) {
        NDArray leaf = BatchLayout.require(predictions, prediction);
        try (NDArray gradient = leaf.getGradient()) {
            return rows(NativeArrays.toDoubles(gradient), (int) leaf.getShape().get(1));
        }
    }

    double[][][] cubicGradient(String prediction) {
        NDArray leaf = BatchLayout.require(predictions, prediction);
        int tokens = (int) leaf.getShape().get(1);
        try (NDArray gradient = leaf.getGradient()) {
            double[][] all = rows(NativeArrays.toDoubles(gradient), (int) leaf.getShape().get(2));
            double[][][] cubes = new double[all.length / tokens][][];
            Arrays.setAll(cubes, b -> Arrays.copyOfRange(all, b * tokens, (b + 1) * tokens));
            return cubes;
        }
    }

    private NDArray array(String name, double[][] rows) {
        double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        NDArray array = manager.create(flat, new Shape(rows.length, rows[0].length));
        return BatchLayout.named(name, array.toType(type, true));
    }

    private static double[] numbers(boolean[] marks) {
        double[] numbers = new double[marks.length];
        Arrays.setAll(numbers, t -> marks[t] ? 1 : 0);
        return numbers;
    }

    private static double[][] rows(double[] flat, int columns) {
        double[][] rows = new double[flat.length / columns][];
        Arrays.setAll(rows, b -> Arrays.copyOfRange(flat, b * columns, (b + 1) * columns));
        return rows;
    }

    @Override
    public void close() {
        manager.close();
    }
}
