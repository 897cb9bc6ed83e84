/**
 * Sampling responses from a model: the core Policy over a DJL Model. May import {@code model} and
 * {@code layout}.
 */
@NullMarked
package io.github.luffyrl.djl.rollout;

import org.jspecify.annotations.NullMarked;
