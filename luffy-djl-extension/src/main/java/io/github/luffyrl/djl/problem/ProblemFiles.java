package io.github.luffyrl.djl.problem;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The problem files that a user means by a file, a folder or a pattern. */
final class ProblemFiles {

    private static final String SUPPORTED = ".jsonl and .parquet";

    /** What a file holds, by the end of its name. */
    enum Kind {
        JSONL,
        PARQUET;

        static Kind of(Path file) {
            String name = file.toString().toLowerCase(Locale.ROOT);
            for (Kind kind : values()) {
                if (name.endsWith("." + kind.name().toLowerCase(Locale.ROOT))) {
                    return kind;
                }
            }
            throw new IllegalArgumentException(
                    file + ": unknown kind of file; supported are " + SUPPORTED);
        }
    }

    private ProblemFiles() {}

    /** At least one file, sorted by path. */
    static List<Path> find(String location) throws IOException {
        int wildcard = wildcard(location);
        if (wildcard < 0) {
            return find(Path.of(location));
        }
        int folderEnd = location.lastIndexOf('/', wildcard);
        Path folder = Path.of(folderEnd < 0 ? "" : location.substring(0, folderEnd + 1));
        String pattern = location.substring(folderEnd + 1);
        List<Path> files = Files.isDirectory(folder) ? matching(folder, pattern) : List.of();
        if (files.isEmpty()) {
            throw new FileNotFoundException(location + ": no file matches this pattern");
        }
        return files;
    }

    /** The file itself, or those that a folder holds directly. */
    static List<Path> find(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        if (!Files.isDirectory(path)) {
            throw new FileNotFoundException(path + ": no such file");
        }
        List<Path> files = matching(path, "*.{jsonl,parquet,JSONL,PARQUET}");
        if (files.isEmpty()) {
            throw new FileNotFoundException(
                    path + ": no problem file in this folder; supported are " + SUPPORTED);
        }
        return files;
    }

    private static List<Path> matching(Path folder, String pattern) throws IOException {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        int depth = pattern.contains("**") ? Integer.MAX_VALUE : pattern.split("/").length;
        try (Stream<Path> walk = Files.walk(folder, depth)) {
            return walk.filter(file -> matcher.matches(folder.relativize(file)))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static int wildcard(String location) {
        for (int i = 0; i < location.length(); i++) {
            if ("*?[{".indexOf(location.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }
}
