/**
 * Demonstrations collected from a DJL model: the sampler and the journal of {@code
 * core.collection}. May import {@code dataset} and {@code rollout}.
 */
@NullMarked
package io.github.luffyrl.djl.collection;

import org.jspecify.annotations.NullMarked;
