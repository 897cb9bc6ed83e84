package io.github.luffyrl.djl.server;

import java.util.List;
import java.util.Optional;

/**
 * What a server wrote.
 *
 * @param text without the end of the sequence, or with it, as the server has it
 * @param ids the tokens, where the server gives them
 * @param logProbs log-probability of each token, where the server gives them
 * @param pieces the text of each token, where the server gives it
 * @param stopped whether it ended by itself, rather than at the limit
 * @param promptIds the prompt as the server read it, where it says so
 * @param promptTokens its length, where the server says it
 * @param responseTokens tokens of all it wrote, where the server says it
 */
record Generated(
        String text,
        Optional<int[]> ids,
        Optional<float[]> logProbs,
        Optional<List<String>> pieces,
        boolean stopped,
        Optional<int[]> promptIds,
        Optional<Integer> promptTokens,
        Optional<Integer> responseTokens) {}
