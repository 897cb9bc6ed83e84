package io.github.luffyrl.examples.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;

/**
 * Runs cells as a Java kernel does, by JShell inside this process. What a cell shows is remembered
 * by kind. Its {@code display} and {@code updateDisplay} have the signatures of IJava's.
 */
final class JavaKernel implements AutoCloseable {

    private static final String DISPLAY =
            """
            String display(Object content, String... types) {
                return io.github.luffyrl.examples.notebook.ShownContent.show(content, types[0]);
            }
            void updateDisplay(String id, Object content, String... types) {
                io.github.luffyrl.examples.notebook.ShownContent.replace(id, content, types[0]);
            }
            """;

    private final JShell shell;

    JavaKernel() {
        shell =
                JShell.builder()
                        .executionEngine("local")
                        .compilerOptions("-classpath", System.getProperty("java.class.path"))
                        .build();
        run(DISPLAY);
    }

    /** Runs a cell and returns the kinds of what it shows. */
    Set<String> run(String cell) {
        ShownContent.clear();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        Set<String> kinds = new TreeSet<>();
        try {
            if (evaluate(cell)) {
                kinds.add("execute_result");
            }
        } finally {
            System.setOut(before);
        }
        kinds.addAll(ShownContent.types());
        if (printed.size() > 0) {
            kinds.add("text");
        }
        return kinds;
    }

    /** Returns whether the last snippet of the cell has a value, which kernels show. */
    private boolean evaluate(String cell) {
        boolean value = false;
        String rest = cell;
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo next =
                    shell.sourceCodeAnalysis().analyzeCompletion(rest);
            String source = next.source() == null ? rest : next.source();
            for (SnippetEvent event : shell.eval(source)) {
                if (event.causeSnippet() == null) {
                    requireSuccess(source, event);
                    value =
                            event.snippet().kind() == Snippet.Kind.EXPRESSION
                                    && event.value() != null
                                    && !event.value().isEmpty();
                }
            }
            rest = next.source() == null ? "" : next.remaining();
        }
        return value;
    }

    private void requireSuccess(String source, SnippetEvent event) {
        if (event.exception() != null) {
            throw new AssertionError(source + "\nfailed: " + event.exception(), event.exception());
        }
        assertEquals(
                Snippet.Status.VALID,
                event.status(),
                () ->
                        source
                                + "\n"
                                + shell.diagnostics(event.snippet())
                                        .map(diagnostic -> diagnostic.getMessage(null))
                                        .collect(Collectors.joining("\n")));
    }

    @Override
    public void close() {
        shell.close();
    }

    /** What can be shown as a type. */
    static void requireShowable(Object content, String type) {
        boolean fits =
                type.equals("image/png")
                        ? content instanceof BufferedImage
                        : content instanceof String text && !text.isBlank();
        assertEquals(List.of(), fits ? List.of() : List.of(content.getClass() + " as " + type));
    }
}
