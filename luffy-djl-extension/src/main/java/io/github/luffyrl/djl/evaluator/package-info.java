/**
 * How good a policy is. May import {@code batch}, {@code generation}, {@code loss}, {@code problem}
 * and {@code internal.generation}.
 */
@NullMarked
package io.github.luffyrl.djl.evaluator;

import org.jspecify.annotations.NullMarked;
