package io.github.luffyrl.examples.benchmark;

import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.checkpoint.ModelType;
import io.github.luffyrl.djl.checkpoint.RotaryScaling;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.model.Recomputation;
import java.util.OptionalInt;
import java.util.Set;

/** A Qwen2 with tied embeddings and random weights. */
public enum ModelSize {
    /** 0.8 M parameters: 4 layers of width 128. */
    TINY("tiny", 512, 128, 352, 4, 4, 2, 64, 64, Recomputation.NONE),
    /** 27 M parameters: 8 layers of width 512. */
    SMALL("small", 8000, 512, 1408, 8, 8, 2, 16, 128, Recomputation.NONE),
    /** 211 M parameters: 12 layers of width 896. */
    MEDIUM("medium", 32000, 896, 4864, 12, 14, 2, 8, 128, Recomputation.NONE),
    /** 494 M parameters: the shape of Qwen2.5-0.5B, 24 layers of width 896. */
    HALF_BILLION("0.5b", 151936, 896, 4864, 24, 14, 2, 8, 256, Recomputation.SCORES_AND_LAYERS);

    /** Two models of this size and their optimizers would not fit the memory of many machines. */
    private static final long LARGEST_COMPARED = 300_000_000;

    /** Larger ones gain from all cores; measuring one core as well would take long. */
    private static final long LARGEST_ON_ONE_THREAD = 10_000_000;

    private final String label;
    private final int vocabulary;
    private final int width;
    private final int inner;
    private final int layers;
    private final int heads;
    private final int keyValueHeads;
    private final int rows;
    private final int responseTokens;
    private final Recomputation recomputation;

    ModelSize(
            String label,
            int vocabulary,
            int width,
            int inner,
            int layers,
            int heads,
            int keyValueHeads,
            int rows,
            int responseTokens,
            Recomputation recomputation) {
        this.label = label;
        this.rows = rows;
        this.responseTokens = responseTokens;
        this.recomputation = recomputation;
        this.vocabulary = vocabulary;
        this.width = width;
        this.inner = inner;
        this.layers = layers;
        this.heads = heads;
        this.keyValueHeads = keyValueHeads;
    }

    /**
     * Returns the architecture.
     *
     * @return the configuration
     */
    public CausalLmConfig config() {
        return new CausalLmConfig(
                ModelType.QWEN2,
                StoredType.F32,
                vocabulary,
                width,
                inner,
                layers,
                heads,
                keyValueHeads,
                width / heads,
                10000,
                RotaryScaling.NONE,
                1e-6,
                true,
                2048,
                OptionalInt.empty(),
                Set.of(0),
                OptionalInt.empty());
    }

    /** Rows of a training step. */
    int rows() {
        return rows;
    }

    /** Length of a whole response, what it is given of it included. */
    int responseTokens() {
        return responseTokens;
    }

    Recomputation recomputation() {
        return recomputation;
    }

    /**
     * Returns how many rounds give a fair median in a bearable time.
     *
     * @return at least 1
     */
    public int rounds() {
        return compared() ? (Products.weights(config()) <= LARGEST_ON_ONE_THREAD ? 7 : 3) : 1;
    }

    /** How many rounds at most do not count; a long one hardly differs from those after it. */
    int warmUpRounds() {
        return compared() ? 2 : 0;
    }

    /** Whether eager PyTorch does the same work beside it. */
    boolean compared() {
        return Products.weights(config()) <= LARGEST_COMPARED;
    }

    /** Numbers of libtorch's threads to train with. */
    int[] trainingThreads(int cores) {
        return Products.weights(config()) <= LARGEST_ON_ONE_THREAD
                ? new int[] {1, cores}
                : new int[] {cores};
    }

    @Override
    public String toString() {
        return label;
    }
}
