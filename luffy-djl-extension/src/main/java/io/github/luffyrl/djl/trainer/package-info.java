/**
 * The DJL Trainer for rollouts. May import {@code dataset}, {@code loss}, {@code optimizer}, {@code
 * model} and {@code batch}.
 */
@NullMarked
package io.github.luffyrl.djl.trainer;

import org.jspecify.annotations.NullMarked;
