/**
 * What is done to token advantages after the groups are compared: weights, truncated rows, fixed
 * values on demonstration tokens. May import {@code prefix}.
 */
@NullMarked
package io.github.luffyrl.core.adjustment;

import org.jspecify.annotations.NullMarked;
