package io.github.luffyrl.examples.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A notebook as Jupyter stores it. */
record NotebookFile(Path path, List<Cell> codeCells) {

    private static final Path FOLDER = Path.of("notebooks");

    /**
     * A cell of code.
     *
     * @param outputs kinds of what is stored below it: {@code text}, MIME types, {@code error}
     */
    record Cell(String id, String source, Set<String> outputs) {

        /** Lines that are the kernel's business, not Java. */
        String java() {
            return source.lines()
                    .filter(line -> !line.startsWith("%"))
                    .collect(Collectors.joining("\n"));
        }
    }

    static List<NotebookFile> all() throws IOException {
        List<NotebookFile> notebooks = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".ipynb")).sorted().toList()) {
                notebooks.add(read(file));
            }
        }
        return notebooks;
    }

    private static NotebookFile read(Path file) throws IOException {
        List<Cell> cells = new ArrayList<>();
        for (JsonNode cell : new ObjectMapper().readTree(file.toFile()).path("cells")) {
            if (cell.path("cell_type").asText().equals("code")) {
                cells.add(
                        new Cell(
                                cell.path("id").asText(),
                                text(cell.path("source")),
                                outputs(cell.path("outputs"))));
            }
        }
        return new NotebookFile(file, cells);
    }

    private static String text(JsonNode lines) {
        return StreamSupport.stream(lines.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining());
    }

    private static Set<String> outputs(JsonNode outputs) {
        Set<String> kinds = new TreeSet<>();
        for (JsonNode output : outputs) {
            switch (output.path("output_type").asText()) {
                case "stream" -> kinds.add("text");
                case "display_data" -> kinds.add(mostTelling(output.path("data")));
                default -> kinds.add(output.path("output_type").asText());
            }
        }
        return kinds;
    }

    /** Kernels add a plain text to what they show otherwise. */
    private static String mostTelling(JsonNode data) {
        for (String type : List.of("image/png", "text/html")) {
            if (data.has(type)) {
                return type;
            }
        }
        return "text/plain";
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }
}
