/**
 * The rewards by the names that they have in recipes. May import {@code text} and {@code verifier}.
 */
@NullMarked
package io.github.luffyrl.rewards.named;

import org.jspecify.annotations.NullMarked;
