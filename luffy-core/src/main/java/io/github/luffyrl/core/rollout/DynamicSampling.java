package io.github.luffyrl.core.rollout;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Dynamic sampling as in DAPO (arXiv 2503.14476): draws problems and rolls them out until enough
 * groups survive a filter.
 *
 * <p>Problems whose groups survive beyond the need are kept, and rolled out again in front of the
 * next draw, oldest first: their rollouts would be stale by then.
 *
 * @param <P> a problem
 * @param <G> its group
 */
public final class DynamicSampling<P, G> {

    private final int batchSize;
    private final int drawSize;
    private final int maxDraws;
    private final Predicate<G> filter;
    private List<P> waiting = List.of();

    /**
     * Starts without waiting problems.
     *
     * @param batchSize groups wanted, at least 1
     * @param drawSize problems rolled out at a time, at least 1
     * @param maxDraws most draws for one batch, at least 1
     * @param filter which groups survive
     */
    public DynamicSampling(int batchSize, int drawSize, int maxDraws, Predicate<G> filter) {
        if (batchSize < 1 || drawSize < 1 || maxDraws < 1) {
            throw new IllegalArgumentException(
                    "batchSize = "
                            + batchSize
                            + ", drawSize = "
                            + drawSize
                            + ", maxDraws = "
                            + maxDraws
                            + ": need at least 1");
        }
        this.batchSize = batchSize;
        this.drawSize = drawSize;
        this.maxDraws = maxDraws;
        this.filter = filter;
    }

    /**
     * Collects one batch.
     *
     * @param problems the rest of the epoch, consumed as far as needed
     * @param rollOut makes one group per problem, in their order
     * @return {@code batchSize} groups, fewer when {@code maxDraws} draws did not give as many;
     *     nothing when the epoch ended before, and then the groups collected until then are dropped
     */
    public Optional<List<G>> next(Iterator<P> problems, Function<List<P>, List<G>> rollOut) {
        List<G> kept = new ArrayList<>();
        for (int draw = 0; draw < maxDraws && kept.size() < batchSize; draw++) {
            List<P> drawn = draw(problems);
            if (drawn.isEmpty()) {
                return Optional.empty();
            }
            List<G> groups = rollOut.apply(drawn);
            if (groups.size() != drawn.size()) {
                throw new IllegalStateException(
                        groups.size() + " groups for " + drawn.size() + " problems");
            }
            List<P> surplus = new ArrayList<>(waiting);
            for (int i = 0; i < groups.size(); i++) {
                if (filter.test(groups.get(i))) {
                    if (kept.size() < batchSize) {
                        kept.add(groups.get(i));
                    } else {
                        surplus.add(drawn.get(i));
                    }
                }
            }
            waiting = List.copyOf(surplus);
        }
        return Optional.of(List.copyOf(kept));
    }

    private List<P> draw(Iterator<P> problems) {
        int again = Math.min(waiting.size(), drawSize);
        List<P> drawn = new ArrayList<>(waiting.subList(0, again));
        waiting = waiting.subList(again, waiting.size());
        while (drawn.size() < drawSize && problems.hasNext()) {
            drawn.add(problems.next());
        }
        return drawn;
    }

    /**
     * Returns the problems that wait for the next draw: the whole state.
     *
     * @return oldest first
     */
    public List<P> waiting() {
        return List.copyOf(waiting);
    }

    /**
     * Sets the problems that wait for the next draw, to resume.
     *
     * @param problems as {@link #waiting()} returned them
     */
    public void restore(List<P> problems) {
        waiting = List.copyOf(problems);
    }
}
