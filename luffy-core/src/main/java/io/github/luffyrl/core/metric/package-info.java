/**
 * What a run cost and how well it did: compute, wall-clock time of a step's phases, accuracy with
 * confidence intervals. A figure that nothing was counted for is NaN.
 */
@NullMarked
package io.github.luffyrl.core.metric;

import org.jspecify.annotations.NullMarked;
