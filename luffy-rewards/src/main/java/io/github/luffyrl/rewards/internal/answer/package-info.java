/** Finds the answer in a text. Not for users: it may change at any time. */
@NullMarked
package io.github.luffyrl.rewards.internal.answer;

import org.jspecify.annotations.NullMarked;
