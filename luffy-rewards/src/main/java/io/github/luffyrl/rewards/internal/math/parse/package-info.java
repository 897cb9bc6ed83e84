/** Reads LaTeX and plain text as expressions. Not for users: it may change at any time. */
@NullMarked
package io.github.luffyrl.rewards.internal.math.parse;

import org.jspecify.annotations.NullMarked;
