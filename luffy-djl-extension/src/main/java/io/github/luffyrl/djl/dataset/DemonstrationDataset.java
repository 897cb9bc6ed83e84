package io.github.luffyrl.djl.dataset;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.util.Progress;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.objective.KlController;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.problem.EncodedProblem;
import io.github.luffyrl.djl.problem.ProblemFingerprint;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A DJL dataset of demonstrations, for supervised fine-tuning: the prompt is given, each token of
 * the demonstration is learned.
 *
 * <pre>{@code
 * TrainingConfig config = new DefaultTrainingConfig(new SftLoss());
 * Dataset demonstrations = DemonstrationDataset.builder()
 *         .setEncodedProblems(encoder.encode(problems))
 *         .optRowsPerStep(64)
 *         .optSteps(500)
 *         .build();
 * EasyTrain.fit(trainer, 1, demonstrations, null);
 * }</pre>
 *
 * <p>One pass over the dataset is {@code steps} batches; a further pass continues where the last
 * one ended. All demonstrations come once, in an order that the seed decides, before any comes
 * again.
 */
public final class DemonstrationDataset implements ResumableDataset {

    private static final float TEMPERATURE = 1;

    private final List<EncodedProblem> problems;
    private final List<TokenRow> rows;
    private final ProblemOrder order;
    private final int rowsPerStep;
    private final int microBatchTokens;
    private final StepCounter steps;
    private final Predicate<Compute> enough;
    private Compute compute;

    private DemonstrationDataset(Builder builder, List<EncodedProblem> problems) {
        this.problems = problems;
        rows = problems.stream().flatMap(DemonstrationDataset::rows).toList();
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(
                    "none of the "
                            + problems.size()
                            + " problems has a demonstration to learn from");
        }
        order = new ProblemOrder(rows.size(), builder.seed);
        rowsPerStep = builder.rowsPerStep;
        microBatchTokens = builder.microBatchTokens;
        steps = new StepCounter(builder.steps);
        enough = builder.enough;
        compute = builder.computeSpent;
    }

    private static Stream<TokenRow> rows(EncodedProblem problem) {
        return problem.demonstrations().stream()
                .map(
                        demonstration ->
                                TokenRow.supervised(problem.prompt(), demonstration.tokens()));
    }

    /** Returns a builder, in which the problems have to be set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the number of demonstrations, at least 1. */
    public int size() {
        return rows.size();
    }

    @Override
    public Iterable<Batch> getData(NDManager manager) {
        return steps.pass(() -> enough.test(compute), step -> batch(manager, step));
    }

    private Batch batch(NDManager manager, long step) {
        List<TokenRow> drawn =
                Stream.generate(() -> rows.get(order.next())).limit(rowsPerStep).toList();
        MiniBatch miniBatch = new MiniBatch(drawn);
        compute = compute.plus(new Compute(0, miniBatch.tokens()));
        return new MicroBatchedBatch(
                manager.newSubManager(),
                miniBatch,
                TEMPERATURE,
                microBatchTokens,
                compute,
                step,
                steps.stepsPerPass());
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
                steps.step(),
                order.drawn(),
                List.of(),
                PrefixSchedule.none(),
                new KlController.Fixed(0),
                compute,
                null);
    }

    @Override
    public void restore(DatasetState state) {
        steps.restore(state.step());
        order.restore(state.drawn());
        compute = state.compute();
    }

    @Override
    public Compute compute() {
        return compute;
    }

    /** Does nothing: rows are made when the dataset is. */
    @Override
    public void prepare(@Nullable Progress progress) {}

    /** Builds a {@link DemonstrationDataset}. */
    public static final class Builder extends StepsBuilder<Builder> {

        private @Nullable List<EncodedProblem> problems;
        private int rowsPerStep = 64;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** Sets the problems, at least one of them with a demonstration. */
        public Builder setEncodedProblems(List<EncodedProblem> problems) {
            this.problems = List.copyOf(problems);
            return this;
        }

        /** Sets the number of demonstrations of a batch; 64 by default. */
        public Builder optRowsPerStep(int rows) {
            rowsPerStep = positive("rowsPerStep", rows);
            return this;
        }

        /**
         * Builds the dataset.
         *
         * @throws NullPointerException if the problems were not set
         * @throws IllegalArgumentException if none of them has a demonstration
         */
        public DemonstrationDataset build() {
            return new DemonstrationDataset(
                    this,
                    Objects.requireNonNull(
                            problems,
                            "DemonstrationDataset.builder().setEncodedProblems is missing"));
        }
    }
}
