/** Whether two trees mean the same. Imports the other packages of {@code math}. */
@NullMarked
package io.github.luffyrl.rewards.math.equality;

import org.jspecify.annotations.NullMarked;
