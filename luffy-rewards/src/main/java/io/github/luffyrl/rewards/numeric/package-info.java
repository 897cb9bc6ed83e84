/** Rewards that compare numbers within a tolerance. May import {@code answer} and luffy-core. */
@NullMarked
package io.github.luffyrl.rewards.numeric;

import org.jspecify.annotations.NullMarked;
