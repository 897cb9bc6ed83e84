package io.github.luffyrl.djl.evaluation;

/** Follows an evaluation, set by set. */
public interface EvaluationListener {

    /**
     * Called before the model answers a set of problems.
     *
     * @param set its name
     */
    default void onSetBegin(String set) {}

    /**
     * Called when a set has been evaluated.
     *
     * @param set its answers
     */
    default void onSetEnd(EvaluatedSet set) {}
}
