package io.github.luffyrl.examples.comparison;

/** What a comparison says of a claim. */
enum Verdict {
    HOLDS("holds"),
    DOES_NOT_HOLD("does not hold"),
    CANNOT_TELL("cannot tell"),
    NOT_ADDRESSED("not addressed");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
