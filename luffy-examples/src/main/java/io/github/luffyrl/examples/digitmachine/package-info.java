/**
 * The embedded verifiable task: run a chain of operations on four digits, one character per token.
 * Problems, demonstrations, the reward, and what the base model learns from. May import the
 * library, {@code basemodel} and {@code task} of this module.
 */
@NullMarked
package io.github.luffyrl.examples.digitmachine;

import org.jspecify.annotations.NullMarked;
