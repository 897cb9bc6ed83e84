/**
 * What keeps a run safe: checkpoints from which it goes on exactly, validation, early stopping. May
 * import {@code checkpoint}, {@code dataset}, {@code listener}, {@code loss}, {@code optimizer} and
 * {@code trainer}.
 */
@NullMarked
package io.github.luffyrl.djl.run;

import org.jspecify.annotations.NullMarked;
