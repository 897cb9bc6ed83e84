package io.github.luffyrl.djl.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * The methods that come with luffy. Each is a recipe of its own, {@code recipes/NAME.yaml}, which
 * holds what sets it apart from the defaults.
 */
public enum Method {
    /** LUFFY as released. */
    LUFFY,
    /** LUFFY by its paper's formulas. */
    LUFFY_PAPER,
    /** LUFFY with clipped on-policy ratios. */
    LUFFY_CLIP,
    /** LUFFY with the square root as shaping. */
    LUFFY_SQRT,
    /** LUFFY with the logarithm as shaping. */
    LUFFY_LOG,
    /** LUFFY with probability and logarithm as shaping. */
    LUFFY_LOG_BLEND,
    /** Importance ratios against the demonstrator's probabilities. */
    BEHAVIOUR,
    /** The same, shaped. */
    BEHAVIOUR_SHAPED,
    /** Mixed-policy without shaping. */
    MIXED,
    /** Mixed-policy without shaping, with clipped on-policy ratios. */
    MIXED_CLIP,
    /** LUFFY with two demonstrations in a group. */
    LUFFY_TWO_TEACHERS,
    /** A demonstration, prefixed and unprefixed rows in one group. */
    LUFFY_PREFIX_RL,
    /** Reinforcement learning with an SFT loss on demonstrations. */
    RL_WITH_SFT,
    /** The same with a small weight of the SFT loss, as CHORD. */
    CHORD,
    /** A fading prefix of a demonstration is learned, and the rest explored, as Prefix-RFT. */
    PREFIX_RFT,
    /** On-policy after prefixes of demonstrations, and without. */
    PREFIX_RL,
    /** The same without unprefixed groups. */
    PREFIX_RL_ONLY,
    /** The same with prefixes of adapted length. */
    PREFIX_ADAPTIVE,
    /** Supervised fine-tuning. */
    SFT,
    /** Supervised fine-tuning, then on-policy. */
    SFT_THEN_RL,
    /** On-policy with replay of the policy's own right responses. */
    EXGRPO,
    /** On-policy, as LUFFY's baseline. */
    GRPO,
    /** GRPO by its paper's formulas. */
    GRPO_PAPER,
    /** Dr. GRPO, Oat-Zero. */
    DR_GRPO,
    /** SimpleRL-Zoo. */
    SIMPLERL,
    /** DAPO's loss. */
    DAPO,
    /** Leave-one-out. */
    RLOO,
    /** PPO with a critic and a KL penalty in the reward. */
    PPO,
    /** Open-Reasoner-Zero: PPO with a critic alone. */
    OPEN_REASONER_ZERO,
    /** REINFORCE++. */
    REINFORCE_PLUS_PLUS,
    /** Process rewards of an implicit model. */
    PRIME,
    /** Ratios of sequences. */
    GSPO,
    /** Clipped weights instead of clipped losses. */
    CISPO;

    /**
     * Finds a method.
     *
     * @param label such as {@code luffy-clip}
     * @return the method
     * @throws IllegalArgumentException if there is none, naming the nearest
     */
    @JsonCreator
    public static Method of(String label) {
        for (Method method : values()) {
            if (method.label().equals(label)) {
                return method;
            }
        }
        throw new IllegalArgumentException(
                String.format(
                        Locale.ROOT,
                        "no method '%s'; did you mean '%s'? 'luffy recipes' lists them",
                        label,
                        nearest(label)));
    }

    private static String nearest(String label) {
        Method best = LUFFY;
        for (Method method : values()) {
            if (EditDistance.between(label, method.label())
                    < EditDistance.between(label, best.label())) {
                best = method;
            }
        }
        return best.label();
    }

    /**
     * Returns what the method is, and where it comes from.
     *
     * @return one or more sentences
     */
    public String description() {
        return RecipeReader.description(this);
    }

    /**
     * Returns the name in recipes, on the command line and of folders.
     *
     * @return such as {@code luffy-clip}
     */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return label();
    }
}
