/**
 * What keeps a run safe: checkpoints from which it goes on exactly, validation, early stopping. May
 * import all other packages but {@code guice}.
 */
@NullMarked
package io.github.luffyrl.djl.run;

import org.jspecify.annotations.NullMarked;
