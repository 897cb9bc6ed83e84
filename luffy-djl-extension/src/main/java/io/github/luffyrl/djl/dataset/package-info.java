/**
 * Problems in, batches of rollouts out. May import {@code rollout}, {@code text} and {@code
 * layout}.
 */
@NullMarked
package io.github.luffyrl.djl.dataset;

import org.jspecify.annotations.NullMarked;
