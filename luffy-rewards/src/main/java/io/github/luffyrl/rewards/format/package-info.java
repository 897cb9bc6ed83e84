/**
 * Whether a completion has the shape that was asked for. May import {@code answer} and luffy-core.
 */
@NullMarked
package io.github.luffyrl.rewards.format;

import org.jspecify.annotations.NullMarked;
