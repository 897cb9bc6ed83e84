package io.github.luffyrl.examples.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of every notebook runs, in fewer steps, and shows what is stored below it. */
class NotebooksTest {

    private static final Map<String, String> SHORT =
            Map.of("luffy.notebook.steps", "2", "luffy.notebook.problems", "4");

    static List<NotebookFile> notebooks() throws IOException {
        return NotebookFile.all();
    }

    @BeforeAll
    static void shorten() {
        SHORT.forEach(System::setProperty);
    }

    @AfterAll
    static void restore() {
        SHORT.keySet().forEach(System::clearProperty);
    }

    @Test
    void thereAreSixNotebooks() throws IOException {
        assertEquals(6, NotebookFile.all().size());
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void everyCellShowsWhatIsStoredBelowIt(NotebookFile notebook) {
        Map<String, Set<String>> stored = new LinkedHashMap<>();
        Map<String, Set<String>> shown = new LinkedHashMap<>();
        try (JavaKernel kernel = new JavaKernel()) {
            for (NotebookFile.Cell cell : notebook.codeCells()) {
                stored.put(cell.id(), cell.outputs());
                shown.put(cell.id(), kernel.run(cell.java()));
            }
        }
        assertEquals(stored, shown);
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void onlyTheFirstCellFetchesJars(NotebookFile notebook) {
        List<NotebookFile.Cell> cells = notebook.codeCells();
        assertTrue(cells.get(0).java().isBlank(), cells.get(0).source());
        cells.stream()
                .skip(1)
                .forEach(cell -> assertEquals(cell.source(), cell.java() + trailing(cell)));
    }

    private static String trailing(NotebookFile.Cell cell) {
        return cell.source().endsWith("\n") ? "\n" : "";
    }
}
