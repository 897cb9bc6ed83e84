/**
 * Values of expressions: exact, within an error bound, and modulo a prime. Not for users: it may
 * change at any time.
 */
@NullMarked
package io.github.luffyrl.rewards.internal.math.evaluate;

import org.jspecify.annotations.NullMarked;
