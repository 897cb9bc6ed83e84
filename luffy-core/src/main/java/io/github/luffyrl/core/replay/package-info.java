/**
 * ExGRPO (arXiv 2510.02245): which rollouts are kept, which problems are replayed, and with which
 * response. May import {@code prefix}, {@code problem} and {@code rollout}.
 */
@NullMarked
package io.github.luffyrl.core.replay;

import org.jspecify.annotations.NullMarked;
