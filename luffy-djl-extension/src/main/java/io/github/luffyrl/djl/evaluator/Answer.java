package io.github.luffyrl.djl.evaluator;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;

/**
 * A policy's answer to a problem.
 *
 * @param problem what was asked
 * @param completion what was answered
 * @param reward what it is worth
 */
public record Answer(Problem problem, Completion completion, Reward reward) {}
