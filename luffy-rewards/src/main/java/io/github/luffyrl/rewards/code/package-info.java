/** Rewards of programs: your command runs what the model wrote. */
@NullMarked
package io.github.luffyrl.rewards.code;

import org.jspecify.annotations.NullMarked;
