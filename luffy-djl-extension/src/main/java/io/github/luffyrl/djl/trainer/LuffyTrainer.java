package io.github.luffyrl.djl.trainer;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.TrainingConfig;
import ai.djl.training.optimizer.Optimizer;
import io.github.luffyrl.core.metric.PhaseClock;
import io.github.luffyrl.core.metric.StepPhase;
import io.github.luffyrl.djl.internal.Interruption;
import io.github.luffyrl.djl.internal.LibtorchThreads;
import io.github.luffyrl.djl.loss.PolicyLoss;
import io.github.luffyrl.djl.loss.PolicyMeasurement;
import io.github.luffyrl.djl.model.CausalLm;
import io.github.luffyrl.djl.model.RecomputingCollector;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.trainer.StepReport.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A DJL trainer that also clips the gradient by its global norm, skips steps without a signal or
 * with a non-finite gradient instead of failing or spoiling the weights, trains an adaptive entropy
 * coefficient along with the weights, and tells {@link StepListener}s about every step. A {@code
 * CausalLm} is switched to predict an entropy with gradient if the loss has an entropy bonus.
 *
 * <pre>{@code
 * try (Trainer trainer = new LuffyTrainer(model, config)) { // was: model.newTrainer(config)
 *     trainer.initialize(new Shape(1, 1));
 *     EasyTrain.fit(trainer, 1, rollouts, null);
 * }
 * }</pre>
 */
public final class LuffyTrainer extends Trainer {

    private static final Logger logger = LoggerFactory.getLogger(LuffyTrainer.class);

    private final double maxGradientNorm;
    private final Optimizer optimizer;
    private StepStatistics statistics = new StepStatistics(getLoss());
    private double loss;
    private int backwardPasses;
    private final List<Pass> passes = new ArrayList<>(); // forward, not yet backward
    private TrainerState state = TrainerState.START;
    private PhaseClock clock = new PhaseClock();
    private long passBegin;
    private @Nullable LibtorchThreads threads;

    /** The labels and predictions of a forward pass. */
    private record Pass(NDList labels, NDList predictions) {}

    /**
     * Creates a trainer that clips the gradient's norm at 1.
     *
     * @param model the model to train
     * @param config loss, optimizer, listeners
     */
    public LuffyTrainer(Model model, TrainingConfig config) {
        this(model, config, 1);
    }

    /**
     * Creates a trainer.
     *
     * @param model the model to train
     * @param config loss, optimizer, listeners
     * @param maxGradientNorm the gradient is scaled down to this global norm; infinity for no
     *     clipping
     */
    public LuffyTrainer(Model model, TrainingConfig config, double maxGradientNorm) {
        super(model, config);
        if (!(maxGradientNorm > 0)) {
            throw new IllegalArgumentException(
                    "maxGradientNorm = " + maxGradientNorm + ": need a positive number");
        }
        this.maxGradientNorm = maxGradientNorm;
        optimizer = config.getOptimizer();
        config.getInitializers() // as Model.newTrainer does
                .forEach(pair -> model.getBlock().setInitializer(pair.getKey(), pair.getValue()));
        if (getLoss() instanceof PolicyLoss policyLoss && model.getBlock() instanceof CausalLm lm) {
            lm.trainEntropy(policyLoss.update().entropy().active());
        }
    }

    /**
     * Returns the counters. Store them to resume.
     *
     * @return what {@link #restore} takes
     */
    public TrainerState state() {
        return state;
    }

    /**
     * Goes on counting from stored counters.
     *
     * @param stored what {@link #state} returned
     */
    public void restore(TrainerState stored) {
        state = stored;
    }

    /**
     * Returns the optimizer.
     *
     * @return the optimizer of the configuration
     */
    public Optimizer optimizer() {
        return optimizer;
    }

    /** Initializes the model, and sets libtorch's threads unless the user has. */
    @Override
    public void initialize(Shape... shapes) {
        super.initialize(shapes);
        if (threads == null) {
            threads = LibtorchThreads.forTraining(getModel().getBlock());
        }
    }

    @Override
    public void close() {
        super.close();
        if (threads != null) {
            threads.close();
        }
    }

    @Override
    public GradientCollector newGradientCollector() {
        GradientCollector collector =
                RecomputingCollector.of(onlyCollector(), getModel().getBlock(), state.step());
        return new GradientCollector() {
            @Override
            public void backward(NDArray target) {
                loss += target.getFloat();
                backwardPasses++;
                collector.backward(target);
                passes.forEach(pass -> statistics.add(pass.labels, pass.predictions));
                passes.clear();
                clock.addSince(passBegin, StepPhase.FORWARD_BACKWARD);
            }

            @Override
            public void zeroGradients() {
                collector.zeroGradients();
            }

            @Override
            public void close() {
                collector.close();
            }
        };
    }

    private GradientCollector onlyCollector() {
        try {
            return super.newGradientCollector();
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "another trainer of this JVM records gradients: DJL on PyTorch does that for"
                            + " one trainer at a time; train one after the other, or in processes"
                            + " of their own",
                    e);
        }
    }

    @Override
    public NDList forward(NDList data, NDList labels) {
        Interruption.check("training");
        NDList predictions =
                clock.time(StepPhase.FORWARD_BACKWARD, () -> super.forward(data, labels));
        passes.add(new Pass(labels, predictions));
        passBegin = System.nanoTime(); // of the loss and the backward pass
        return predictions;
    }

    /**
     * Counts a forward pass that was made elsewhere. Its loss has been evaluated by this trainer's;
     * the backward pass that follows brings the gradient.
     *
     * @param labels of the micro-batch
     * @param predictions what the model predicted for it
     */
    public void passed(NDList labels, NDList predictions) {
        passes.add(new Pass(labels, predictions));
        passBegin = System.nanoTime();
    }

    /** Clips the accumulated gradient and updates the weights, unless there is nothing to learn. */
    @Override
    public void step() {
        long begin = System.nanoTime();
        double norm = backwardPasses == 0 ? 0 : gradientNorm();
        Outcome outcome = outcome(norm);
        state = state.after(outcome);
        switch (outcome) {
            case UPDATED -> {
                // PyTorch's clip_grad_norm_ adds 1e-6 as well
                update(Math.min(1, maxGradientNorm / (norm + 1e-6)));
            }
            case NOT_FINITE -> {
                logger.warn(
                        "step {} is skipped: loss {} or gradient norm {} is not finite; first"
                                + " bad gradient: {}",
                        state.step(),
                        loss,
                        norm,
                        firstBadGradient());
                gradients().forEach(LuffyTrainer::clear);
            }
            case NO_SIGNAL -> logger.debug("step {} has no row with an advantage", state.step());
        }
        clock.addSince(begin, StepPhase.UPDATE);
        StepReport report = report(outcome, norm);
        if (outcome == Outcome.UPDATED) {
            statistics.trainEntropyCoefficient();
        }
        statistics = new StepStatistics(getLoss());
        clock = new PhaseClock();
        loss = 0;
        backwardPasses = 0;
        passes.clear();
        notifyListeners(
                listener -> {
                    if (listener instanceof StepListener stepListener) {
                        stepListener.onStep(this, report);
                    }
                });
    }

    /** Updates the weights by their gradients times the factor. */
    private void update(double factor) {
        if (optimizer instanceof AdamW adamW) {
            adamW.scaleGradients(factor);
        } else if (factor < 1) {
            gradients().forEach(gradient -> scale(gradient, (float) factor));
        }
        long begin = System.nanoTime();
        for (Parameter parameter : trained()) { // DJL's parameter server would copy each gradient
            NDArray weight = parameter.getArray();
            try (NDArray gradient = weight.getGradient()) {
                optimizer.update(parameter.getId(), weight, gradient);
            }
        }
        addMetric("step", begin); // as DJL's trainer does, for its logging listener
        if (optimizer instanceof AdamW adamW) {
            adamW.scaleGradients(1);
        }
    }

    private Outcome outcome(double norm) {
        if (!Double.isFinite(norm) || !Double.isFinite(loss)) {
            return Outcome.NOT_FINITE;
        }
        return norm == 0 ? Outcome.NO_SIGNAL : Outcome.UPDATED;
    }

    private StepReport report(Outcome outcome, double norm) {
        PolicyMeasurement measured = statistics.measurement();
        return new StepReport(
                state.step(),
                outcome,
                state.notFinite(),
                loss,
                norm,
                learningRate(outcome),
                measured.onPolicy().entropy(),
                measured.onPolicy().probability(),
                measured.offPolicy().probability(),
                statistics.entropyCoefficient(),
                measured.referenceKl(),
                measured.metrics(),
                clock.seconds());
    }

    private double learningRate(Outcome outcome) {
        return outcome == Outcome.UPDATED && optimizer instanceof AdamW adamW
                ? adamW.latestLearningRate()
                : Double.NaN;
    }

    private double gradientNorm() {
        double squares = 0;
        for (Parameter parameter : trained()) {
            double norm = norm(parameter);
            squares += norm * norm;
        }
        return Math.sqrt(squares);
    }

    private String firstBadGradient() {
        return trained().stream()
                .filter(parameter -> !Double.isFinite(norm(parameter)))
                .map(Parameter::getName)
                .findFirst()
                .orElse("none");
    }

    private static double norm(Parameter parameter) {
        try (NDArray gradient = parameter.getArray().getGradient();
                NDArray norm = gradient.norm()) {
            return norm.getFloat();
        }
    }

    private static void scale(NDArray gradient, float factor) {
        try (gradient) {
            gradient.muli(factor); // the array shares the parameter's gradient storage
        }
    }

    private static void clear(NDArray gradient) {
        try (gradient;
                NDArray zeros = gradient.zerosLike()) {
            // In place: NaN times zero would stay NaN, and copyTo would leave the gradient on a
            // buffer of the JVM.
            gradient.set(new NDIndex().addAllDim(gradient.getShape().dimension()), zeros);
        }
    }

    private List<NDArray> gradients() {
        return trained().stream().map(parameter -> parameter.getArray().getGradient()).toList();
    }

    private List<Parameter> trained() {
        return getModel().getBlock().getParameters().values().stream()
                .filter(parameter -> parameter.requiresGradient())
                .filter(parameter -> parameter.getArray().hasGradient())
                .toList();
    }
}
