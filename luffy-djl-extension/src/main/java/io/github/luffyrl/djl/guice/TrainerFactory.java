package io.github.luffyrl.djl.guice;

import ai.djl.Model;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.optimizer.Optimizer;
import com.google.inject.Inject;
import com.google.inject.Provider;
import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.trainer.LuffyTrainer;

/** Makes trainers with the loss and the metrics sinks that are bound. */
public final class TrainerFactory {

    private final Provider<MixedPolicyGrpoLoss> loss;
    private final MetricsListener metrics;

    @Inject
    TrainerFactory(Provider<MixedPolicyGrpoLoss> loss, MetricsListener metrics) {
        this.loss = loss;
        this.metrics = metrics;
    }

    /**
     * Creates a trainer.
     *
     * @param model the model to train
     * @param optimizer updates its weights
     * @return a trainer, to be closed by the caller; the sinks stay open
     */
    public LuffyTrainer create(Model model, Optimizer optimizer) {
        return new LuffyTrainer(
                model,
                new DefaultTrainingConfig(loss.get())
                        .optOptimizer(optimizer)
                        .addTrainingListeners(metrics));
    }
}
