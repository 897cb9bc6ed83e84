package io.github.luffyrl.core.reward;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;
import java.io.Serializable;

/**
 * A completion that is to be scored.
 *
 * @param problem what was asked, with its ground truth
 * @param completion what was answered
 */
public record Attempt(Problem problem, Completion completion) implements Serializable {}
