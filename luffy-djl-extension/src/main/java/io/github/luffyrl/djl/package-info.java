/**
 * The front door: {@link io.github.luffyrl.djl.LuffyTraining} runs a recipe on a model and
 * problems. May import {@code checkpoint}, {@code credit}, {@code dataset}, {@code evaluation},
 * {@code listener}, {@code model}, {@code problem}, {@code recipe}, {@code run}, {@code text} and
 * {@code trainer}.
 */
@NullMarked
package io.github.luffyrl.djl;

import org.jspecify.annotations.NullMarked;
