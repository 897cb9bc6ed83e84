/**
 * Problems in, batches of rollouts out. May import {@code checkpoint}, {@code layout}, {@code
 * rollout} and {@code text}.
 */
@NullMarked
package io.github.luffyrl.djl.dataset;

import org.jspecify.annotations.NullMarked;
