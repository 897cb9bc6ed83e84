/**
 * Problems in, batches of rollouts out. May import {@code checkpoint}, {@code batch}, {@code
 * generation}, {@code problem} and {@code text}.
 */
@NullMarked
package io.github.luffyrl.djl.dataset;

import org.jspecify.annotations.NullMarked;
