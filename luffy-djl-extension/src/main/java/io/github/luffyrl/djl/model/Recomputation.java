package io.github.luffyrl.djl.model;

/**
 * What a {@link CausalLm} computes again in the backward pass instead of keeping it from the
 * forward pass. The gradients are the same; {@code docs/memory.md} says what each kind holds.
 */
public enum Recomputation {
    /** Everything is kept. */
    NONE,

    /**
     * Logits, log-probabilities and entropies are computed again, some positions at a time, so that
     * of {@code [B, T, V]} no more than {@code [positions, V]} is ever held.
     */
    SCORES,

    /**
     * As {@link #SCORES}, and each decoder layer is computed again from its input, so that of a
     * layer only {@code [B, T, D]} is kept. Takes about a third more time.
     */
    SCORES_AND_LAYERS
}
