/**
 * PRIME: rewards per token from an implicit process reward model, its loss, and the advantages that
 * join them with the outcome. May import {@code rollout} and {@code advantage}.
 */
@NullMarked
package io.github.luffyrl.core.prime;

import org.jspecify.annotations.NullMarked;
