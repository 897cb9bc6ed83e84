/**
 * The embedded verifiable task: run a chain of operations on four digits, one character per token.
 * Problems, demonstrations, the reward, the tokenizer, and the training of the base model. May
 * import the library, and {@code task} of this module.
 */
@NullMarked
package io.github.luffyrl.examples.digitmachine;

import org.jspecify.annotations.NullMarked;
