package io.github.luffyrl.examples.report;

import java.awt.Color;

/** A quantity that is followed over the steps of a training run. */
public enum Curve {
    /** Mean reward of all rows, demonstrations included. */
    REWARD(Panel.REWARD, "reward, all rows", Color.decode("#56B4E9")),
    /** Share of the policy's own rollouts that are solved, 0 to 1. */
    ON_POLICY_SOLVE_RATE(Panel.REWARD, "solve rate, on-policy", Color.decode("#0072B2")),
    /** Share of the rows with a demonstration that are solved, 0 to 1. */
    OFF_POLICY_SOLVE_RATE(Panel.REWARD, "solve rate, off-policy", Color.decode("#E69F00")),
    /** Mean entropy of the policy at its own tokens, in nats. */
    ENTROPY(Panel.ENTROPY, "on-policy", Color.decode("#0072B2")),
    /** Mean length of the policy's own responses, in tokens. */
    RESPONSE_LENGTH(Panel.LENGTH, "on-policy", Color.decode("#0072B2")),
    /** Mean probability that the policy gives to the demonstrations' tokens, 0 to 1. */
    OFF_POLICY_PROBABILITY(Panel.LEARNING, "off-policy probability", Color.decode("#E69F00")),
    /** Global norm of the gradient before it is clipped. */
    GRADIENT_NORM(Panel.LEARNING, "gradient norm (right)", Color.decode("#009E73"));

    /** The pictures that the curves are spread over, in reading order. */
    enum Panel {
        REWARD("Reward and solve rate", "reward, fraction solved", 1),
        ENTROPY("Entropy", "nats per token", 0.1),
        LENGTH("Response length", "tokens per response", 1),
        LEARNING("Learning from demonstrations", "probability per token", 1);

        final String title;
        final String unit;

        /** The left axis reaches at least up to here. */
        final double top;

        Panel(String title, String unit, double top) {
            this.title = title;
            this.unit = unit;
            this.top = top;
        }
    }

    final Panel panel;
    final String label;
    final Color color;

    Curve(Panel panel, String label, Color color) {
        this.panel = panel;
        this.label = label;
        this.color = color;
    }
}
