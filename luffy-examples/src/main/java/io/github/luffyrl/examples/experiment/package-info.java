/**
 * A training run from problems to a checkpoint: what is trained, on what, and what a user sees of
 * it.
 */
@NullMarked
package io.github.luffyrl.examples.experiment;

import org.jspecify.annotations.NullMarked;
