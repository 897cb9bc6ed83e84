/** Rewards made of several. May import {@code format} and luffy-core. */
@NullMarked
package io.github.luffyrl.rewards.compose;

import org.jspecify.annotations.NullMarked;
