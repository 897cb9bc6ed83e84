/**
 * The mixed-policy objective in double arithmetic with analytic gradients: the specification that
 * the tensor code is tested against. Plain numbers in and out.
 */
@NullMarked
package io.github.luffyrl.core.objective;

import org.jspecify.annotations.NullMarked;
