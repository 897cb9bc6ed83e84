/**
 * Exact numbers, expressions, and the budget of a comparison. Not for users: it may change at any
 * time.
 */
@NullMarked
package io.github.luffyrl.rewards.internal.math;

import org.jspecify.annotations.NullMarked;
