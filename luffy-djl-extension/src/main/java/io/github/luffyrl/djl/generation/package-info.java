/**
 * Sampling responses from a model: the core Policy over a DJL Model. May import {@code model} and
 * {@code batch}.
 */
@NullMarked
package io.github.luffyrl.djl.generation;

import org.jspecify.annotations.NullMarked;
