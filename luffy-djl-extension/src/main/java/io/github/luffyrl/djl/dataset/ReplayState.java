package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.replay.ExperiencePool;
import io.github.luffyrl.core.replay.ReplayPhase;

/**
 * What experience replay remembers between two rollouts.
 *
 * @param phase whether it replays yet
 * @param pool what is kept
 */
public record ReplayState(ReplayPhase phase, ExperiencePool.State pool) {}
