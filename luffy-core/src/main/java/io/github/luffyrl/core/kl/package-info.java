/**
 * How far the policy is from its reference: estimators per token, coefficient controllers, and the
 * penalty on rewards (SPEC 1, 2.6). May import {@code token}.
 */
@NullMarked
package io.github.luffyrl.core.kl;

import org.jspecify.annotations.NullMarked;
