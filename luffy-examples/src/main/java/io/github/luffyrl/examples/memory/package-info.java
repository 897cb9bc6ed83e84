/**
 * Memory of a training step: what a formula says, and what is measured. May import the DJL side.
 */
@NullMarked
package io.github.luffyrl.examples.memory;

import org.jspecify.annotations.NullMarked;
