package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.replay.Experience;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What one rollout replays. */
final class ReplayDraw {

    private final Map<Integer, Experience> left;
    private final Deque<Optional<Integer>> slots;
    private final long scoredTokens;

    /**
     * Shuffles what is replayed among the groups of a rollout.
     *
     * @param selected a response for each problem, by its index
     * @param groups of the rollout, at least as many
     * @param random shuffles
     * @param scoredTokens tokens that were run forward to select the responses
     */
    ReplayDraw(Map<Integer, Experience> selected, int groups, Random random, long scoredTokens) {
        left = new HashMap<>(selected);
        List<Optional<Integer>> order = new ArrayList<>();
        selected.keySet().forEach(problem -> order.add(Optional.of(problem)));
        while (order.size() < groups) {
            order.add(Optional.empty());
        }
        Collections.shuffle(order, random);
        slots = new ArrayDeque<>(order);
        this.scoredTokens = scoredTokens;
    }

    /** Nothing is replayed. */
    static ReplayDraw nothing() {
        return new ReplayDraw(Map.of(), 0, new Random(0), 0);
    }

    /** Tokens that were run forward to select the responses. */
    long scoredTokens() {
        return scoredTokens;
    }

    /** The problems of the rollout: those that are replayed, and fresh ones in between. */
    Iterator<Integer> among(Iterator<Integer> fresh) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return fresh.hasNext();
            }

            @Override
            public Integer next() {
                Optional<Integer> replayed = slots.isEmpty() ? Optional.empty() : slots.remove();
                return replayed.orElseGet(fresh::next);
            }
        };
    }

    /** Takes the response that a group of a problem starts with, once. */
    Optional<Experience> take(int problem) {
        return Optional.ofNullable(left.remove(problem));
    }
}
