/** Verdicts on a model's mathematical answer, and the reward made of them. */
@NullMarked
package io.github.luffyrl.rewards.verifier;

import org.jspecify.annotations.NullMarked;
