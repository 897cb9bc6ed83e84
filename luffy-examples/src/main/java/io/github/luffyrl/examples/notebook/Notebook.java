package io.github.luffyrl.examples.notebook;

import io.github.luffyrl.djl.listener.MetricsSink;
import io.github.luffyrl.examples.report.LiveCurves;
import io.github.luffyrl.examples.report.Picture;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a notebook, by what its kernel offers to show something. For IJava and JJava:
 *
 * <pre>{@code
 * Notebook notebook =
 *         Notebook.of(
 *                 (type, content) -> display(content, type),
 *                 (id, type, content) -> updateDisplay(id, content, type));
 * }</pre>
 *
 * <p>For rapaio:
 *
 * <pre>{@code
 * Notebook notebook = Notebook.of((type, content) -> display(type, content), (id, type, content) -> updateDisplay(id, type, content));
 * }</pre>
 */
public final class Notebook {

    private static final String PNG = "image/png";
    private static final String HTML = "text/html";
    private static final String TEXT = "text/plain";

    private final Display display;
    private final Update update;

    /** Shows something new below the cell. */
    @FunctionalInterface
    public interface Display {
        /**
         * Shows it.
         *
         * @param type the content's MIME type
         * @param content a string, or an image for {@code image/png}
         * @return names what is shown, for an {@link Update}
         */
        String show(String type, Object content);
    }

    /** Replaces what is shown. */
    @FunctionalInterface
    public interface Update {
        /**
         * Replaces it.
         *
         * @param id as {@link Display#show} has returned it
         * @param type the content's MIME type
         * @param content takes the place of the earlier one
         */
        void show(String id, String type, Object content);
    }

    private Notebook(Display display, Update update) {
        this.display = display;
        this.update = update;
    }

    /**
     * Prepares a notebook: warnings and errors are logged, progress is not, and nothing needs a
     * screen. Call it before the first class of DJL is used. What is set already stays as it is.
     *
     * @param display the kernel's way to show something
     * @param update the kernel's way to replace it
     * @return the notebook
     */
    public static Notebook of(Display display, Update update) {
        setDefault("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        setDefault("org.slf4j.simpleLogger.log.ai.djl.util.cuda", "error"); // no GPU is no fault
        setDefault("java.awt.headless", "true");
        return new Notebook(display, update);
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * Shows a picture.
     *
     * @param picture drawn now
     * @throws IOException if the machine cannot draw
     */
    public void show(Picture picture) throws IOException {
        display.show(PNG, picture.image());
    }

    /**
     * Shows a page.
     *
     * @param page HTML, without head and body
     */
    public void html(String page) {
        display.show(HTML, page);
    }

    /**
     * Returns curves that are drawn again and again in the same place while a run goes on. Where
     * the machine cannot draw, a line of text takes their place.
     *
     * @param steps of the run
     * @param metrics names of {@link io.github.luffyrl.djl.listener.MetricsListener}
     * @return to be given to {@code LuffyTraining.sink} or a {@code MetricsListener}
     * @throws IllegalArgumentException if a metric has no chart
     */
    public MetricsSink live(int steps, String... metrics) {
        return new LiveCurves(steps, new Place()::show, metrics);
    }

    /** Where a picture is shown. */
    private final class Place {
        private @Nullable String id;

        void show(Picture picture) {
            try {
                show(PNG, picture.image());
            } catch (IOException e) {
                show(TEXT, e.toString());
            }
        }

        private void show(String type, Object content) {
            if (id == null) {
                id = display.show(type, content);
            } else {
                update.show(id, type, content);
            }
        }
    }
}
