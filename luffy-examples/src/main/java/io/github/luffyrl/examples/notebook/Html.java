package io.github.luffyrl.examples.notebook;

/** Text in pages. */
final class Html {

    private Html() {}

    /** The text as it is shown, line ends included, where white space is kept. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
