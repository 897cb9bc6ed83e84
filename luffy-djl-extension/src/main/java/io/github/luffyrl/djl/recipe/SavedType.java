package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.djl.checkpoint.StoredType;

/** In which type the trained model is saved. Training itself is in float32. */
public enum SavedType {
    /**
     * {@link #FLOAT32} if all weights are trained at a learning rate below {@value
     * SavedType#SMALL_RATE}, else {@link #CHECKPOINT}: 16 bits would round most of such small
     * updates away.
     */
    AUTO,
    /** That of the model before training. */
    CHECKPOINT,
    /** Loses nothing; a model that came in 16 bits becomes twice as large. */
    FLOAT32,
    /** Keeps 8 significant bits: updates smaller than about 1/500 of a weight are lost. */
    BFLOAT16,
    /** Keeps 11 significant bits: updates smaller than about 1/4000 of a weight are lost. */
    FLOAT16;

    /**
     * A rate below which {@link #AUTO} saves in float32. Adam moves a weight by about the learning
     * rate in each step, and bfloat16 keeps a change of about 1/500 of a weight, which is 4e-5 for
     * a weight of 0.02.
     */
    public static final double SMALL_RATE = 1e-5;

    /**
     * Returns the type to save in.
     *
     * @param before that of the model before training
     * @param learningRate the peak
     * @param adapter whether an adapter is trained instead of all weights
     * @return the type
     */
    public StoredType of(StoredType before, double learningRate, boolean adapter) {
        return switch (this) {
            case AUTO -> adapter || learningRate >= SMALL_RATE ? before : StoredType.F32;
            case CHECKPOINT -> before;
            case FLOAT32 -> StoredType.F32;
            case BFLOAT16 -> StoredType.BF16;
            case FLOAT16 -> StoredType.F16;
        };
    }
}
