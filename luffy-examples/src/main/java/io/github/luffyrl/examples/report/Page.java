package io.github.luffyrl.examples.report;

import com.samskivert.mustache.Mustache;
import io.github.luffyrl.examples.report.Chart.Ink;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A page that needs nothing else: no script, no network. It is a template, filled in.
 *
 * @param template its name
 * @param values of the template
 */
record Page(String template, Map<String, Object> values) {

    void write(Path file) throws IOException {
        Map<String, Object> all = new HashMap<>(values);
        all.put("inks", Ink.SERIES);
        String html;
        try {
            html =
                    Mustache.compiler() // escapes every value
                            .emptyStringIsFalse(true)
                            .zeroIsFalse(true)
                            .withFormatter(Page::text)
                            .withLoader(part -> new StringReader(resource(part)))
                            .compile(resource(template))
                            .execute(all);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Files.writeString(file, html);
    }

    private static String text(Object value) {
        return value instanceof Double number
                ? String.format(Locale.ROOT, "%.1f", number)
                : String.valueOf(value);
    }

    private static String resource(String name) {
        String file = "/" + name + ".html";
        try (InputStream in = Page.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new FileNotFoundException("no resource " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
