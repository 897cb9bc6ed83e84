package io.github.luffyrl.djl.model;

import io.github.luffyrl.djl.model.PackedTokens.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Packed tokens whose final hidden states are asked for, or that lie behind one in a row of their
 * block.
 *
 * @param blocks for each block of the packed tokens the last columns of its rows, possibly none
 * @param places of the asked tokens among the packed ones, in order
 * @param indices of the packed tokens among the asked ones; anything for those that are not asked
 */
record AskedTokens(List<Block> blocks, int[] places, int[] indices) {

    static AskedTokens all(PackedTokens tokens) {
        int[] all = IntStream.range(0, tokens.size()).toArray();
        return new AskedTokens(tokens.blocks(), all, all);
    }

    /** Finds them by the mask {@code [B * T]} of what is asked for; all if that is nothing. */
    static AskedTokens of(PackedTokens tokens, float[] mask) {
        boolean[] asked = new boolean[tokens.size()];
        for (int i = 0; i < mask.length; i++) {
            if (mask[i] != 0) {
                asked[tokens.places()[i]] = true;
            }
        }
        List<Block> blocks = new ArrayList<>();
        int[] places = new int[tokens.size()];
        int[] indices = new int[tokens.size()];
        int count = 0;
        for (Block block : tokens.blocks()) {
            int from = firstColumn(block, asked);
            blocks.add(new Block(count, block.rows(), block.width() - from, block.context()));
            for (int row = 0; row < block.rows(); row++) {
                for (int column = from; column < block.width(); column++) {
                    int place = block.first() + row * block.width() + column;
                    indices[place] = count;
                    places[count++] = place;
                }
            }
        }
        if (count == 0) {
            return all(tokens);
        }
        return new AskedTokens(blocks, Arrays.copyOf(places, count), indices);
    }

    private static int firstColumn(Block block, boolean[] asked) {
        int first = block.width();
        for (int i = 0; i < block.size(); i++) {
            if (asked[block.first() + i]) {
                first = Math.min(first, i % block.width());
            }
        }
        return first;
    }

    boolean areAll() {
        return places.length == indices.length;
    }
}
