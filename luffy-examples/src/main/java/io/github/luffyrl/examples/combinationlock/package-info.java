/**
 * An embedded task that is checked by a rule and has no gold answer: turn the wheels of a
 * combination lock to a target in the fewest turns. Problems, demonstrations, the reward, and what
 * the base model learns from. May import the library, {@code basemodel} and {@code task} of this
 * module.
 */
@NullMarked
package io.github.luffyrl.examples.combinationlock;

import org.jspecify.annotations.NullMarked;
