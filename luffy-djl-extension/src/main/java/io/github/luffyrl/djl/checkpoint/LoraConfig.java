package io.github.luffyrl.djl.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A low-rank adapter (Hu et al., arXiv:2106.09685): a projection {@code W} of the targeted modules
 * becomes {@code W + scale * B A}, of which only {@code A} and {@code B} are trained. Beside each
 * component, its name in PEFT's {@code adapter_config.json}.
 *
 * @param rank {@code r}, rows of {@code A} and columns of {@code B}, at least 1
 * @param alpha {@code lora_alpha}, above 0
 * @param dropout {@code lora_dropout}, probability that an input of {@code A} is dropped in
 *     training, 0 to less than 1
 * @param targetModules {@code target_modules}, the projections, named by the end of their path: a
 *     module {@code x.y.q_proj} is targeted by {@code q_proj} and by {@code y.q_proj}
 * @param rankStabilized {@code use_rslora} (arXiv:2312.03732): the scale is {@code alpha /
 *     sqrt(rank)} instead of {@code alpha / rank}
 */
public record LoraConfig(
        int rank, double alpha, double dropout, Set<String> targetModules, boolean rankStabilized) {

    /** The projections of a decoder layer that can be targeted. */
    public static final List<String> PROJECTIONS =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    static final String FILE = "adapter_config.json";

    /** Checks the ranges. */
    public LoraConfig {
        require(rank >= 1, "r", rank, "at least 1");
        require(alpha > 0 && Double.isFinite(alpha), "lora_alpha", alpha, "above 0");
        require(dropout >= 0 && dropout < 1, "lora_dropout", dropout, "from 0 to below 1");
        require(!targetModules.isEmpty(), "target_modules", targetModules, "of at least one name");
        targetModules = Collections.unmodifiableSet(new TreeSet<>(targetModules));
    }

    /**
     * An adapter of all projections without dropout, whose alpha is twice its rank.
     *
     * @param rank at least 1
     * @return the configuration
     */
    public static LoraConfig ofRank(int rank) {
        return new LoraConfig(rank, 2.0 * rank, 0, Set.copyOf(PROJECTIONS), false);
    }

    private static void require(boolean valid, String field, Object value, String need) {
        if (!valid) {
            throw new IllegalArgumentException(field + " = " + value + ", need a value " + need);
        }
    }

    /**
     * Returns the factor of {@code B A}.
     *
     * @return above 0
     */
    public double scale() {
        return alpha / (rankStabilized ? Math.sqrt(rank) : rank);
    }

    /**
     * Tells whether a module gets an adapter.
     *
     * @param module its path, such as {@code model.layers.0.self_attn.q_proj}
     * @return whether a target names it
     */
    public boolean targets(String module) {
        return targetModules.stream()
                .anyMatch(target -> module.equals(target) || module.endsWith("." + target));
    }

    /**
     * Reads {@code adapter_config.json}.
     *
     * @param directory as PEFT saves adapters
     * @return the configuration
     * @throws IOException when the file is missing or not JSON
     * @throws IllegalArgumentException when a field is missing, wrong, or asks for something that
     *     would change results and is not supported
     */
    public static LoraConfig read(Path directory) throws IOException {
        return LoraConfigJson.parse(AtomicDirectory.current(directory).resolve(FILE));
    }

    /**
     * Writes {@code adapter_config.json}.
     *
     * @param directory an existing directory
     * @param baseModel path or name of the model that the adapter was trained on
     * @throws IOException when it cannot be written
     */
    public void write(Path directory, String baseModel) throws IOException {
        Files.writeString(directory.resolve(FILE), LoraConfigJson.render(this, baseModel));
    }
}
