/**
 * The DJL Trainer for rollouts. May import {@code batch}, {@code internal}, {@code loss}, {@code
 * model} and {@code optimizer}.
 */
@NullMarked
package io.github.luffyrl.djl.trainer;

import org.jspecify.annotations.NullMarked;
