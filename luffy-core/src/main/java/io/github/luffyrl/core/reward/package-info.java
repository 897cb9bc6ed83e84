/** The port that scores a completion. May import {@code problem} and {@code rollout}. */
@NullMarked
package io.github.luffyrl.core.reward;

import org.jspecify.annotations.NullMarked;
