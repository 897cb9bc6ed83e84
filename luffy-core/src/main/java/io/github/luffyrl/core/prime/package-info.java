/**
 * PRIME (arXiv 2502.01456): rewards per token from an implicit process reward model, its loss, and
 * advantages from process and outcome rewards. May import {@code rollout} and {@code advantage}.
 */
@NullMarked
package io.github.luffyrl.core.prime;

import org.jspecify.annotations.NullMarked;
