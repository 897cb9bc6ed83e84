/**
 * ExGRPO: solved rollouts that are kept, how problems to replay are drawn, and which response is
 * replayed (SPEC 5). May import {@code problem} and {@code rollout}.
 */
@NullMarked
package io.github.luffyrl.core.replay;

import org.jspecify.annotations.NullMarked;
