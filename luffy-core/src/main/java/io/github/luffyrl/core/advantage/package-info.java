/**
 * From rewards to advantages: per trajectory from the rewards of a group, or per token with a value
 * function. Plain numbers in and out. May import {@code rollout} and {@code prefix}.
 */
@NullMarked
package io.github.luffyrl.core.advantage;

import org.jspecify.annotations.NullMarked;
