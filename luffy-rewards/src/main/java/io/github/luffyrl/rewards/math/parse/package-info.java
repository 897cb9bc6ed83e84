/** From LaTeX and plain text to trees. Imports {@code math} and {@code math.expression}. */
@NullMarked
package io.github.luffyrl.rewards.math.parse;

import org.jspecify.annotations.NullMarked;
