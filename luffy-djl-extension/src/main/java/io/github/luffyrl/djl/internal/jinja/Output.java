package io.github.luffyrl.djl.internal.jinja;

/** Collects rendered text, of bounded length. */
final class Output {

    private final Run run;
    private final StringBuilder text = new StringBuilder();

    Output(Run run) {
        this.run = run;
    }

    void append(String part) {
        run.requireLength((long) text.length() + part.length());
        run.read(part.length());
        text.append(part);
    }

    String text() {
        return text.toString();
    }
}
