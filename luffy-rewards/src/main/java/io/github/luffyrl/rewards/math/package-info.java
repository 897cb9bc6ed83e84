/** Reads mathematical text into exact values. Imports nothing of luffy. */
@NullMarked
package io.github.luffyrl.rewards.math;

import org.jspecify.annotations.NullMarked;
