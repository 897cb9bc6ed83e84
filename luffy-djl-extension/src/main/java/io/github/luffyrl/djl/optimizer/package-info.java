/** Optimizers whose state can be saved. May import {@code internal}. */
@NullMarked
package io.github.luffyrl.djl.optimizer;

import org.jspecify.annotations.NullMarked;
