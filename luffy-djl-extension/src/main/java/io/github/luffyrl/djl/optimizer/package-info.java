/** Optimizers whose state can be saved. */
@NullMarked
package io.github.luffyrl.djl.optimizer;

import org.jspecify.annotations.NullMarked;
