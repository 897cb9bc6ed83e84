package io.github.luffyrl.djl.server;

import java.io.IOException;
import java.nio.file.Path;

/** How a server is given new weights: the folder that is written, and the request that loads it. */
public sealed interface WeightReload {

    /**
     * Returns what writes the weights.
     *
     * @return writes a folder
     */
    Writer writer();

    /** Writes the weights of the moment, such as {@code LoadedModel::saveAdapter}. */
    @FunctionalInterface
    interface Writer {

        /**
         * Writes a folder, in place of one that was written before.
         *
         * @param directory the folder
         * @throws IOException when it cannot be written
         */
        void write(Path directory) throws IOException;
    }

    /**
     * vLLM, which loads adapters while it runs: {@code POST /v1/load_lora_adapter}. It has to be
     * started with {@code --enable-lora} and {@code VLLM_ALLOW_RUNTIME_LORA_UPDATING=True}. Each
     * version has a name of its own, so that no answer can come from an older one.
     *
     * @param name the beginning of the adapters' names
     * @param writer writes an adapter, {@code LoadedModel::saveAdapter}
     */
    record VllmAdapter(String name, Writer writer) implements WeightReload {}

    /**
     * SGLang, which reads a whole checkpoint: {@code POST /update_weights_from_disk}.
     *
     * @param writer writes a checkpoint, {@code LoadedModel::save}
     */
    record SglangCheckpoint(Writer writer) implements WeightReload {}
}
