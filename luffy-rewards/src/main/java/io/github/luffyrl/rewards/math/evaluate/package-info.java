/**
 * From trees to numbers, exact or with error bounds. Imports {@code math} and {@code expression}.
 */
@NullMarked
package io.github.luffyrl.rewards.math.evaluate;

import org.jspecify.annotations.NullMarked;
