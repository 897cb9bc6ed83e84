package io.github.luffyrl.djl.checkpoint;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The supported architectures: what {@code model_type} in {@code config.json} may be. */
public enum ModelType {
    /** Qwen2 and Qwen2.5: biases on query, key and value, none elsewhere. */
    QWEN2("qwen2", "Qwen2ForCausalLM", true);

    private final String configName;
    private final String architecture;
    private final boolean attentionBias;

    ModelType(String configName, String architecture, boolean attentionBias) {
        this.configName = configName;
        this.architecture = architecture;
        this.attentionBias = attentionBias;
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

    static String supported() {
        return Arrays.stream(values()).map(ModelType::configName).collect(Collectors.joining(", "));
    }
}
