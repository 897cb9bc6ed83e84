/**
 * The losses of policy and value function in double arithmetic with analytic gradients: the
 * specification that the tensor code is tested against. Plain numbers in and out. May import {@code
 * rollout}.
 */
@NullMarked
package io.github.luffyrl.core.objective;

import org.jspecify.annotations.NullMarked;
