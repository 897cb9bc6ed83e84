/** Rewards for answers that are words, letters or numbers. */
@NullMarked
package io.github.luffyrl.rewards.text;

import org.jspecify.annotations.NullMarked;
