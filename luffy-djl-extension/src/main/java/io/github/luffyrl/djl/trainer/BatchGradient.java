package io.github.luffyrl.djl.trainer;

import ai.djl.training.dataset.Batch;

/**
 * How the gradient of a batch is computed: {@code EasyTrain::trainBatch}, in this process, or
 * elsewhere.
 */
@FunctionalInterface
public interface BatchGradient {

    /**
     * Adds the gradient of a batch to that of the trainer's model. The step is the caller's.
     *
     * @param trainer initialized
     * @param batch rollouts or demonstrations; the caller closes it
     */
    void backward(LuffyTrainer trainer, Batch batch);
}
