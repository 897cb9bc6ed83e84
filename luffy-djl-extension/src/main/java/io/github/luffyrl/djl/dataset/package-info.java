/**
 * DJL datasets: from problems to batches of rollouts or demonstrations. May import {@code batch},
 * {@code generation}, {@code internal}, {@code loss}, {@code problem} and {@code trainer}.
 */
@NullMarked
package io.github.luffyrl.djl.dataset;

import org.jspecify.annotations.NullMarked;
