/**
 * DJL datasets: from problems to batches of rollouts or demonstrations. May import {@code batch},
 * {@code generation}, {@code loss}, {@code problem}, {@code internal.batch} and {@code
 * internal.generation}.
 */
@NullMarked
package io.github.luffyrl.djl.dataset;

import org.jspecify.annotations.NullMarked;
