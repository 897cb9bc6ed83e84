package io.github.luffyrl.djl.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.luffyrl.djl.internal.Interruption;
import io.github.luffyrl.djl.model.IncrementalDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Adds tokens to a batch of responses, one to each with every step, until all are done. */
final class DecodingLoop implements AutoCloseable {

    /** Rows are taken out of the batch once less than this share is still being generated. */
    private static final double COMPACTION_SHARE = 0.75;

    private final IncrementalDecoder decoder;
    private final TokenSampler sampler;
    private List<PartialResponse> batch;

    private DecodingLoop(
            IncrementalDecoder decoder, TokenSampler sampler, List<PartialResponse> batch) {
        this.decoder = decoder;
        this.sampler = sampler;
        this.batch = batch;
    }

    static DecodingLoop open(
            Block model,
            TokenSampler sampler,
            NDManager manager,
            ParameterStore store,
            List<PartialResponse> batch) {
        SharedPrefill prefill = SharedPrefill.of(batch);
        IncrementalDecoder decoder =
                IncrementalDecoder.open(model, manager, store, prefill.prompts().size());
        prefill.read(decoder);
        return new DecodingLoop(decoder, sampler, batch);
    }

    boolean done() {
        return batch.isEmpty();
    }

    /** Samples the next token of every response that is not done. */
    void step() {
        Interruption.check("generating");
        float[] probabilities;
        int[] tokens = batch.stream().mapToInt(PartialResponse::lastToken).toArray();
        try (NDArray logits = decoder.next(tokens)) {
            probabilities = sampler.probabilities(logits);
        }
        int vocabulary = probabilities.length / batch.size();
        for (int row = 0; row < batch.size(); row++) {
            PartialResponse response = batch.get(row);
            if (!response.done()) {
                response.append(sampler.sample(probabilities, row, vocabulary, response.random()));
            }
        }
        compact();
    }

    /** Drops the finished rows once they are enough to be worth copying the others. */
    private void compact() {
        int[] open =
                IntStream.range(0, batch.size()).filter(row -> !batch.get(row).done()).toArray();
        if (open.length >= COMPACTION_SHARE * batch.size()) {
            return;
        }
        if (open.length > 0) {
            decoder.selectRows(open);
        }
        batch = Arrays.stream(open).mapToObj(batch::get).toList();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
