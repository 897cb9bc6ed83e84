/**
 * The front door: {@link io.github.luffyrl.djl.LuffyTraining} runs a recipe on a model and
 * problems. May import all packages but {@code guice}; no other package but that one imports it.
 */
@NullMarked
package io.github.luffyrl.djl;

import org.jspecify.annotations.NullMarked;
