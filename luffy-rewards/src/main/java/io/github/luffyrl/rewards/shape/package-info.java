/** Rewards for the shape of a response, whatever its answer: format, length, repetition. */
@NullMarked
package io.github.luffyrl.rewards.shape;

import org.jspecify.annotations.NullMarked;
