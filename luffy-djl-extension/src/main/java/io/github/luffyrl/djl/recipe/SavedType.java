package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.djl.checkpoint.StoredType;

/** In which type the trained model is saved. Training itself is in float32. */
public enum SavedType {
    /** That of the model before training. */
    CHECKPOINT,
    /** Loses nothing; a model that came in 16 bits becomes twice as large. */
    FLOAT32,
    /** Keeps 8 significant bits: updates smaller than about 1/500 of a weight are lost. */
    BFLOAT16,
    /** Keeps 11 significant bits: updates smaller than about 1/4000 of a weight are lost. */
    FLOAT16;

    /**
     * Returns the type to save in.
     *
     * @param before that of the model before training
     * @return the type
     */
    public StoredType of(StoredType before) {
        return switch (this) {
            case CHECKPOINT -> before;
            case FLOAT32 -> StoredType.F32;
            case BFLOAT16 -> StoredType.BF16;
            case FLOAT16 -> StoredType.F16;
        };
    }
}
