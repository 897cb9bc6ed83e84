package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.djl.checkpoint.LoraConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Trains a low-rank adapter instead of all weights.
 *
 * @param rank of the adapter, 0 for none
 * @param alpha the adapter is multiplied by {@code alpha / rank}, above 0
 * @param dropout of the adapter's inputs, 0 to less than 1
 * @param targets projections that get one
 * @param rankStabilized whether the factor is {@code alpha / sqrt(rank)} instead
 * @param merged whether the whole model is written, too, the adapter added to its weights
 */
public record Lora(
        int rank,
        double alpha,
        double dropout,
        List<String> targets,
        boolean rankStabilized,
        boolean merged)
        implements Section {

    /** Checks the ranges. */
    public Lora {
        targets = List.copyOf(targets);
        Ranges.require(rank >= 0, "rank", rank, "at least 0");
        Ranges.positive("alpha", alpha);
        Ranges.require(dropout >= 0 && dropout < 1, "dropout", dropout, "0 to less than 1");
        Ranges.require(
                !targets.isEmpty() && LoraConfig.PROJECTIONS.containsAll(targets),
                "targets",
                targets,
                "some of " + LoraConfig.PROJECTIONS);
    }

    @Override
    public String decides() {
        return "rank";
    }

    @Override
    public Set<String> withoutEffect() {
        return rank == 0
                ? Set.of("alpha", "dropout", "targets", "rankStabilized", "merged")
                : Set.of();
    }

    /**
     * Returns what the model needs to know.
     *
     * @return the adapter; nothing when all weights are trained
     */
    public Optional<LoraConfig> adapter() {
        return rank == 0
                ? Optional.empty()
                : Optional.of(
                        new LoraConfig(rank, alpha, dropout, Set.copyOf(targets), rankStabilized));
    }
}
