package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.djl.problem.OnInvalid;

/**
 * What happens to data that cannot be used.
 *
 * @param badRows rows that are no problem
 * @param tooLong prompts and demonstrations over their limits; a problem is trained on without a
 *     demonstration that is skipped
 */
public record DataSettings(OnInvalid badRows, OnInvalid tooLong) {}
