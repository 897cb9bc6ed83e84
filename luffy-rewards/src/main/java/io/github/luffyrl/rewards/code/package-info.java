/** Rewards by the user's own command, for code tasks. Imports luffy-core alone. */
@NullMarked
package io.github.luffyrl.rewards.code;

import org.jspecify.annotations.NullMarked;
