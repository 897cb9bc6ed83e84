package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.objective.OnPolicyRatio;

/**
 * How the policy's own tokens are weighted.
 *
 * @param shaping of the importance ratio
 * @param clip range of the ratio
 * @param level what a ratio is taken over
 * @param surrogate how the ratio enters the loss
 */
public record OnPolicy(
        Shaping shaping, Clip clip, OnPolicyRatio.Level level, OnPolicyRatio.Surrogate surrogate) {}
