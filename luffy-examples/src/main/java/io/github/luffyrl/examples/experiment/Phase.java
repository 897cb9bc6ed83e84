package io.github.luffyrl.examples.experiment;

/** What a run spends its time on. */
enum Phase {
    /** Measuring accuracy. */
    EXAMINING,
    /** Sampling and scoring. */
    ROLLOUTS,
    /** Forward, backward and update. */
    TRAINING
}
