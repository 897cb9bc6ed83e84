/**
 * How good a policy is: accuracy on sets of problems, and DJL evaluators of rollouts and of the
 * loss. May import {@code batch}, {@code generation}, {@code internal}, {@code loss} and {@code
 * problem}.
 */
@NullMarked
package io.github.luffyrl.djl.evaluation;

import org.jspecify.annotations.NullMarked;
