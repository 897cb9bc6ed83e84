/**
 * The objectives that training minimizes, for policy and value function: value, analytic gradient
 * and metrics, computed once, in double precision. Plain numbers in and out; a tensor library only
 * carries the gradient on to the weights. May import {@code rollout}.
 */
@NullMarked
package io.github.luffyrl.core.objective;

import org.jspecify.annotations.NullMarked;
