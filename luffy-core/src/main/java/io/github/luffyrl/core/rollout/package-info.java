/**
 * What a policy produced: trajectories, and the port that produces them. May import {@code prefix}
 * and {@code problem}.
 */
@NullMarked
package io.github.luffyrl.core.rollout;

import org.jspecify.annotations.NullMarked;
