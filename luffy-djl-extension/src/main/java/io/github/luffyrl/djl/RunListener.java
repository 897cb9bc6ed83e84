package io.github.luffyrl.djl;

import io.github.luffyrl.djl.evaluation.EvaluationListener;
import io.github.luffyrl.djl.problem.ProblemSummary;
import io.github.luffyrl.djl.run.SavedWeights;

/**
 * Follows a run from phase to phase. The steps of the training are seen by DJL's {@code
 * TrainingListener}s, their numbers by {@code MetricsSink}s.
 */
public interface RunListener extends EvaluationListener {

    /** What a run does. */
    enum Phase {
        /** Evaluates the model before training. */
        EVALUATION_BEFORE,
        /** Trains. */
        TRAINING,
        /** Evaluates the trained model. */
        EVALUATION_AFTER
    }

    /**
     * Called when problems were read from files.
     *
     * @param files as they were named
     * @param summary what was found in them
     */
    default void onProblems(String files, ProblemSummary summary) {}

    /**
     * Called when a phase begins. One whose result is there from an earlier start is left out.
     *
     * @param phase the phase
     */
    default void onPhase(Phase phase) {}

    /**
     * Called when training resumes.
     *
     * @param step that of the checkpoint
     */
    default void onResume(long step) {}

    /**
     * Called when the trained model was saved. It then has the weights as they are saved.
     *
     * @param weights how many differ from the model before training, before and after rounding to a
     *     16-bit type
     */
    default void onSaved(SavedWeights weights) {}

    /**
     * Called when training ends before its last step.
     *
     * @param reason such as what validation has seen
     */
    default void onEarlyStop(String reason) {}
}
