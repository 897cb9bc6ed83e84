/**
 * How good a policy is. May import {@code dataset}, {@code rollout}, {@code loss} and {@code
 * layout}.
 */
@NullMarked
package io.github.luffyrl.djl.evaluator;

import org.jspecify.annotations.NullMarked;
