/**
 * Text in, text out, by DJL's Predictor and Criteria. May import {@code model}, {@code rollout} and
 * {@code text}.
 */
@NullMarked
package io.github.luffyrl.djl.inference;

import org.jspecify.annotations.NullMarked;
