package io.github.luffyrl.djl.generation;

import io.github.luffyrl.djl.model.TokenReader;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a batch reads before it writes, so that nothing is read twice: first the different prompts,
 * then the different prefixes behind them. The last token of every row is left to the first step.
 *
 * @param prompts the different prompts, without their last token
 * @param promptOfInput for each input the index of its prompt
 * @param rests what each different input has beyond its prompt, without the last token
 * @param inputOfRow for each row the index of its input
 */
record SharedInputs(List<int[]> prompts, int[] promptOfInput, List<int[]> rests, int[] inputOfRow) {

    static SharedInputs of(List<Continuation> rows) {
        Distinct prompts = new Distinct();
        Distinct inputs = new Distinct();
        List<Integer> promptOfInput = new ArrayList<>();
        List<int[]> rests = new ArrayList<>();
        int[] inputOfRow = new int[rows.size()];
        for (int row = 0; row < inputOfRow.length; row++) {
            int[] tokens = rows.get(row).tokens();
            int promptEnd = rows.get(row).promptLength() - 1;
            int prompt = prompts.index(Arrays.copyOf(tokens, promptEnd));
            int[] rest = Arrays.copyOfRange(tokens, promptEnd, tokens.length - 1);
            inputOfRow[row] = inputs.index(Arrays.copyOf(tokens, tokens.length - 1));
            if (inputOfRow[row] == rests.size()) {
                promptOfInput.add(prompt);
                rests.add(rest);
            }
        }
        return new SharedInputs(
                prompts.arrays(),
                promptOfInput.stream().mapToInt(i -> i).toArray(),
                rests,
                inputOfRow);
    }

    /**
     * Reads them.
     *
     * @param reader with one empty row per prompt; afterwards it has the batch's rows
     */
    void read(TokenReader reader) {
        reader.read(prompts);
        reader.selectRows(promptOfInput);
        reader.read(rests);
        reader.selectRows(inputOfRow);
    }

    /** Arrays by their content, in the order of their first appearance. */
    private static final class Distinct {

        private final Map<IntBuffer, Integer> indices = new LinkedHashMap<>();

        int index(int[] array) {
            return indices.computeIfAbsent(IntBuffer.wrap(array), content -> indices.size());
        }

        List<int[]> arrays() {
            return indices.keySet().stream().map(IntBuffer::array).toList();
        }
    }
}
