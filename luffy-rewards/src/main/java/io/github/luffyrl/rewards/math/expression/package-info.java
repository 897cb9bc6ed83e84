/** What mathematical text means, as trees. Imports {@code Rational} alone. */
@NullMarked
package io.github.luffyrl.rewards.math.expression;

import org.jspecify.annotations.NullMarked;
