/** Rewards made of several. */
@NullMarked
package io.github.luffyrl.rewards.compose;

import org.jspecify.annotations.NullMarked;
