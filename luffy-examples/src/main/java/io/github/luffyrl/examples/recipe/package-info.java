/**
 * One YAML file per training run, as typed records. The only place where choices are strings. May
 * import luffy-core, luffy-djl-extension and Jackson.
 */
@NullMarked
package io.github.luffyrl.examples.recipe;

import org.jspecify.annotations.NullMarked;
