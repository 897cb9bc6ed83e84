/** Rewards that compare texts. May import {@code answer} and luffy-core. */
@NullMarked
package io.github.luffyrl.rewards.text;

import org.jspecify.annotations.NullMarked;
