package io.github.luffyrl.djl.generation;

import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.djl.model.IncrementalDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a batch reads before it generates, so that nothing is read twice: first the different
 * prompts, then the different prefixes after them. The last token of every row is left to the first
 * step.
 *
 * @param prompts the different prompts, without their last token
 * @param promptOfInput for each input the index of its prompt
 * @param rests what each different input has beyond its prompt, without the last token
 * @param inputOfRow for each row the index of its input
 */
record SharedPrefill(
        List<Tokens> prompts, int[] promptOfInput, List<Tokens> rests, int[] inputOfRow) {

    static SharedPrefill of(List<PartialResponse> rows) {
        Distinct prompts = new Distinct();
        Distinct inputs = new Distinct();
        List<Integer> promptOfInput = new ArrayList<>();
        List<Tokens> rests = new ArrayList<>();
        int[] inputOfRow = new int[rows.size()];
        for (int row = 0; row < inputOfRow.length; row++) {
            Tokens prompt = rows.get(row).prompt();
            Tokens tokens = prompt.concat(rows.get(row).response());
            Tokens input = tokens.first(tokens.length() - 1);
            int promptEnd = prompt.length() - 1;
            int promptIndex = prompts.index(input.first(promptEnd));
            inputOfRow[row] = inputs.index(input);
            if (inputOfRow[row] == rests.size()) {
                promptOfInput.add(promptIndex);
                rests.add(input.slice(promptEnd, input.length()));
            }
        }
        return new SharedPrefill(
                prompts.list(),
                promptOfInput.stream().mapToInt(i -> i).toArray(),
                rests,
                inputOfRow);
    }

    /**
     * Reads them.
     *
     * @param decoder with one empty row per prompt; afterwards it has the batch's rows
     */
    void read(IncrementalDecoder decoder) {
        decoder.read(prompts);
        decoder.selectRows(promptOfInput);
        decoder.read(rests);
        decoder.selectRows(inputOfRow);
    }

    /** Different sequences, in the order of their first appearance. */
    private static final class Distinct {

        private final Map<Tokens, Integer> indices = new LinkedHashMap<>();

        int index(Tokens tokens) {
            return indices.computeIfAbsent(tokens, content -> indices.size());
        }

        List<Tokens> list() {
            return List.copyOf(indices.keySet());
        }
    }
}
