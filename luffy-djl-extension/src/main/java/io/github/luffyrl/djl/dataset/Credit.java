package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.metric.Compute;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@link TokenCredit} finds. The array is not copied.
 *
 * @param advantages {@code [B][L]}: of each response token of each row
 * @param metrics what there is to report, by name
 * @param compute what it has cost, the training of models included
 */
public record Credit(double[][] advantages, Map<String, Double> metrics, Compute compute) {

    /** Copies the map. */
    public Credit {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /**
     * Advantages that took no model.
     *
     * @param advantages {@code [B][L]}
     */
    public Credit(double[][] advantages) {
        this(advantages, Map.of(), Compute.ZERO);
    }
}
