package io.github.luffyrl.djl.model;

/**
 * What forward passes with a gradient have computed.
 *
 * @param inRows tokens of the rows, without padding
 * @param computed tokens that went through the layers: fewer, as rows share what they begin with
 * @param padding those of the computed ones that only fill up
 */
public record ComputedTokens(long inRows, long computed, long padding) {

    /** Nothing. */
    public static final ComputedTokens NONE = new ComputedTokens(0, 0, 0);

    ComputedTokens plus(long more, PackedTokens tokens) {
        return new ComputedTokens(
                inRows + more, computed + tokens.size(), padding + tokens.padding());
    }

    /**
     * Returns how much of the rows was computed.
     *
     * @return share of the tokens, above 1 if more padding was computed than shared; NaN of nothing
     */
    public double share() {
        return (double) computed / inRows;
    }

    /**
     * Returns how much of what was computed is padding.
     *
     * @return share of the computed tokens; NaN of nothing
     */
    public double paddingShare() {
        return (double) padding / computed;
    }
}
