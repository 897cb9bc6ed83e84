package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import io.github.luffyrl.djl.batch.NativeArrays;
import java.util.Arrays;

/**
 * Which inputs of an adapter one forward pass drops: a pure function of a seed, of the step, of the
 * projection, and of the tokens of the row up to a position. So it depends neither on the rows
 * beside it nor on padding, and a repeated pass and a resumed run drop the same.
 */
final class AdapterDropout {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final double rate;
    private final long[] states; // of each computed token

    /**
     * Reads the tokens.
     *
     * @param rate probability of being dropped, above 0 and below 1
     * @param seed of the adapter
     * @param step of the training
     * @param ids of the batch {@code [B * T]}
     * @param tokens which of them are computed
     */
    AdapterDropout(double rate, long seed, long step, long[] ids, PackedTokens tokens) {
        this.rate = rate;
        long[] all = new long[ids.length];
        long start = mix(seed + GOLDEN_GAMMA + mix(step + GOLDEN_GAMMA));
        for (int i = 0; i < ids.length; i++) {
            long before = i % tokens.columns() == 0 ? start : all[i - 1];
            all[i] = mix(before + GOLDEN_GAMMA + mix(ids[i]));
        }
        states = Arrays.stream(tokens.sources()).mapToLong(source -> all[source]).toArray();
    }

    /** 0 where the input {@code [N, in]} is dropped, {@code 1 / (1 - rate)} elsewhere. */
    NDArray mask(NDArray input, int projection) {
        int width = (int) input.getShape().get(1);
        float kept = (float) (1 / (1 - rate));
        float[] mask = new float[states.length * width];
        for (int position = 0; position < states.length; position++) {
            long state = mix(states[position] ^ mix(projection + GOLDEN_GAMMA));
            for (int i = 0; i < width; i++) {
                double uniform = (mix(state + i * GOLDEN_GAMMA) >>> 11) * 0x1.0p-53;
                mask[position * width + i] = uniform < rate ? 0 : kept;
            }
        }
        return NativeArrays.array(input.getManager(), mask, input.getShape());
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
