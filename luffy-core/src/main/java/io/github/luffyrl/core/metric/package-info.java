/**
 * What a step's groups and rows were like, in numbers. A figure that nothing was counted for is
 * NaN.
 */
@NullMarked
package io.github.luffyrl.core.metric;

import org.jspecify.annotations.NullMarked;
