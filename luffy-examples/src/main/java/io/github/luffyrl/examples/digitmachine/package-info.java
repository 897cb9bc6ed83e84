/**
 * The embedded verifiable task: run a chain of operations on four digits, one character per token.
 * Problems, demonstrations, pre-training examples, the reward and the tokenizer. May import
 * luffy-core.
 */
@NullMarked
package io.github.luffyrl.examples.digitmachine;

import org.jspecify.annotations.NullMarked;
