package io.github.luffyrl.djl.checkpoint;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The supported architectures: what {@code model_type} in {@code config.json} may be. */
public enum ModelType {
    /** Qwen2 and Qwen2.5: biases on query, key and value, none elsewhere. */
    QWEN2("qwen2", "Qwen2ForCausalLM", true, false),

    /**
     * Qwen3: no biases, a norm of each query and key head before the rotation, and a head dimension
     * that need not be {@code hidden_size / num_attention_heads}.
     */
    QWEN3("qwen3", "Qwen3ForCausalLM", false, true),

    /** Llama 3, 3.1, 3.2 and 3.3 for text: no biases. */
    LLAMA("llama", "LlamaForCausalLM", false, false);

    private final String configName;
    private final String architecture;
    private final boolean attentionBias;
    private final boolean headNorm;

    ModelType(String configName, String architecture, boolean attentionBias, boolean headNorm) {
        this.configName = configName;
        this.architecture = architecture;
        this.attentionBias = attentionBias;
        this.headNorm = headNorm;
    }

    /**
     * Returns the value of {@code model_type}.
     *
     * @return such as {@code qwen2}
     */
    public String configName() {
        return configName;
    }

    /**
     * Returns the Hugging Face class.
     *
     * @return such as {@code Qwen2ForCausalLM}
     */
    public String architecture() {
        return architecture;
    }

    /**
     * Returns whether query, key and value projections have a bias.
     *
     * @return true when they do
     */
    public boolean attentionBias() {
        return attentionBias;
    }

    /**
     * Returns whether each head of query and key is normed before the rotation.
     *
     * @return true when they are
     */
    public boolean headNorm() {
        return headNorm;
    }

    static String supported() {
        return Arrays.stream(values()).map(ModelType::configName).collect(Collectors.joining(", "));
    }
}
