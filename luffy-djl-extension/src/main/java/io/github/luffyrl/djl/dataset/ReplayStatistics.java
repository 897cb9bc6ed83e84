package io.github.luffyrl.djl.dataset;

/**
 * What a step replayed, and what can be replayed after it.
 *
 * @param replayedGroups groups of the step that started with a kept response
 * @param problems that have kept responses
 * @param retired problems that are not trained on any more, because every row of a group was right
 */
public record ReplayStatistics(int replayedGroups, int problems, int retired) {}
