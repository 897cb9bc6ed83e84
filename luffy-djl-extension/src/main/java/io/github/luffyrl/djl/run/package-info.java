/**
 * What keeps a run safe: checkpoints from which it resumes exactly, validation, early stopping. May
 * import {@code checkpoint}, {@code credit}, {@code dataset}, {@code evaluation}, {@code
 * generation}, {@code internal}, {@code listener}, {@code loss}, {@code model}, {@code optimizer},
 * {@code problem}, {@code recipe}, {@code text} and {@code trainer}.
 */
@NullMarked
package io.github.luffyrl.djl.run;

import org.jspecify.annotations.NullMarked;
