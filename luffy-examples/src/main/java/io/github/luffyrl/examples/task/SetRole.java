package io.github.luffyrl.examples.task;

/** What a set of evaluated problems is to the training. */
public enum SetRole {
    /** Problems that are trained on. */
    TRAINED_ON("trained on"),
    /** Others like those that are trained on. */
    HELD_OUT("held out"),
    /** Easier than what the training is about: what the base model can do, and may lose. */
    EASIER("easier"),
    /** Harder than any that are trained on. */
    HARDER("harder"),
    /** Of a kind that is not trained on. */
    OUT_OF_DISTRIBUTION("out of distribution");

    private final String title;

    SetRole(String title) {
        this.title = title;
    }

    /**
     * Returns the role in words.
     *
     * @return such as {@code held out}
     */
    public String title() {
        return title;
    }
}
