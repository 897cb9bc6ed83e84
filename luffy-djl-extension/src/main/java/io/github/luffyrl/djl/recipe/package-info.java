/**
 * One YAML file per training run, as typed records. The only place where choices are strings. May
 * import luffy-core, {@code problem}, {@code dataset}, {@code checkpoint}, {@code model}, {@code
 * text} and {@code optimizer}.
 */
@NullMarked
package io.github.luffyrl.djl.recipe;

import org.jspecify.annotations.NullMarked;
