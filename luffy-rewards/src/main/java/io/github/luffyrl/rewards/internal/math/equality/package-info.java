/** Whether two expressions mean the same. Not for users: it may change at any time. */
@NullMarked
package io.github.luffyrl.rewards.internal.math.equality;

import org.jspecify.annotations.NullMarked;
