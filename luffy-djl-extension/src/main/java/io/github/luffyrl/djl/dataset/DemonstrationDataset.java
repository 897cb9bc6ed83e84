package io.github.luffyrl.djl.dataset;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.util.Progress;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.prefix.DemonstrationTokens;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.problem.EncodedProblem;
import io.github.luffyrl.djl.problem.ProblemFingerprint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A DJL dataset of demonstrations, for supervised fine-tuning (SPEC 4.5): the prompt is given, each
 * token of the demonstration is learned.
 *
 * <pre>{@code
 * TrainingConfig config = new DefaultTrainingConfig(new SftLoss());
 * Dataset demonstrations = new DemonstrationDataset(problems, 64, 500, 8192, seed);
 * EasyTrain.fit(trainer, 1, demonstrations, null);
 * }</pre>
 *
 * <p>One pass over the dataset is {@code steps} batches; a further pass goes on where the last one
 * ended. All demonstrations come once, in an order that the seed decides, before any comes again.
 */
public final class DemonstrationDataset implements ResumableDataset {

    private final List<TokenRow> rows;
    private final ProblemOrder order;
    private final int rowsPerStep;
    private final int microBatchTokens;
    private final Passes passes;
    private final List<EncodedProblem> problems;

    /**
     * Creates a dataset of all demonstrations of some problems.
     *
     * @param problems with at least one demonstration among them
     * @param rowsPerStep demonstrations of a batch, at least 1
     * @param steps number of batches of one pass, at least 1
     * @param microBatchTokens most tokens of a micro-batch, padding included; a longer row goes
     *     alone; changes no result
     * @param seed of the order
     */
    public DemonstrationDataset(
            List<EncodedProblem> problems,
            int rowsPerStep,
            int steps,
            int microBatchTokens,
            long seed) {
        rows = new ArrayList<>();
        for (EncodedProblem problem : problems) {
            for (DemonstrationTokens demonstration : problem.demonstrations()) {
                rows.add(row(problem.prompt(), demonstration.tokens()));
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(
                    "none of the "
                            + problems.size()
                            + " problems has a demonstration to learn from");
        }
        this.rowsPerStep = positive("rowsPerStep", rowsPerStep);
        this.problems = List.copyOf(problems);
        passes = new Passes(positive("steps", steps));
        this.microBatchTokens = positive("microBatchTokens", microBatchTokens);
        order = new ProblemOrder(rows.size(), seed);
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " = " + value + ": need at least 1");
        }
        return value;
    }

    private static TokenRow row(int[] prompt, int[] demonstration) {
        int[] tokens = Arrays.copyOf(prompt, prompt.length + demonstration.length);
        System.arraycopy(demonstration, 0, tokens, prompt.length, demonstration.length);
        boolean[] trained = new boolean[tokens.length];
        Arrays.fill(trained, prompt.length, tokens.length, true);
        return TokenRow.supervised(tokens, trained);
    }

    /**
     * Returns the number of demonstrations.
     *
     * @return at least 1
     */
    public int size() {
        return rows.size();
    }

    @Override
    public Iterable<Batch> getData(NDManager manager) {
        long end = passes.end();
        return () ->
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return passes.step() < end;
                    }

                    @Override
                    public Batch next() {
                        if (!hasNext()) {
                            throw new NoSuchElementException(
                                    "step " + passes.step() + " was the last");
                        }
                        return nextBatch(manager);
                    }
                };
    }

    private DemonstrationBatch nextBatch(NDManager manager) {
        long step = passes.next();
        List<TokenRow> drawn = new ArrayList<>(rowsPerStep);
        for (int i = 0; i < rowsPerStep; i++) {
            drawn.add(rows.get(order.next()));
        }
        return new DemonstrationBatch(
                manager.newSubManager(), drawn, microBatchTokens, step, passes.steps());
    }

    @Override
    public int problems() {
        return problems.size();
    }

    @Override
    public String fingerprint() {
        return ProblemFingerprint.of(problems.stream().map(EncodedProblem::problem).toList());
    }

    @Override
    public boolean betweenRollouts() {
        return true;
    }

    @Override
    public DatasetState state() {
        return new DatasetState(
                passes.step(), order.drawn(), List.of(), PrefixSchedule.none(), Compute.ZERO);
    }

    @Override
    public void restore(DatasetState state) {
        passes.restore(state.step());
        order.restore(state.drawn());
    }

    /** Does nothing: rows are made when the dataset is. */
    @Override
    public void prepare(@Nullable Progress progress) {}
}
