/** How good a policy is. May import {@code dataset} and {@code rollout}. */
@NullMarked
package io.github.luffyrl.djl.evaluator;

import org.jspecify.annotations.NullMarked;
