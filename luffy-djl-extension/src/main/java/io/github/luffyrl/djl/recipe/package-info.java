/**
 * One YAML file per training run, as typed records. The only place where choices are strings. May
 * import luffy-core, {@code checkpoint}, {@code credit}, {@code dataset}, {@code generation},
 * {@code loss}, {@code model}, {@code optimizer}, {@code problem} and {@code text}.
 */
@NullMarked
package io.github.luffyrl.djl.recipe;

import org.jspecify.annotations.NullMarked;
