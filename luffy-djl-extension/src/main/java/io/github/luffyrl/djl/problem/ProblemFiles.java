package io.github.luffyrl.djl.problem;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The problem files that a user means by a file, a folder or a pattern. */
final class ProblemFiles {

    static final String SUPPORTED =
            ".jsonl, .ndjson and .json, perhaps compressed as .gz or .zst, and .parquet";

    private static final Pattern NAME =
            Pattern.compile(".*\\.(parquet|(jsonl|ndjson|json)(\\.(gz|zst))?)");

    /** A folder of a data set often has other JSON files beside the problems. */
    private static final Pattern IN_FOLDER =
            Pattern.compile(".*\\.(parquet|(jsonl|ndjson)(\\.(gz|zst))?)");

    private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

    private ProblemFiles() {}

    /** Checks the name of a file. */
    static void requireSupported(Path file) {
        if (!matches(NAME, file)) {
            throw new IllegalArgumentException(
                    file + ": unknown kind of file; supported are " + SUPPORTED);
        }
    }

    static boolean isParquet(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".parquet");
    }

    private static boolean matches(Pattern names, Path file) {
        return names.matcher(file.toString().toLowerCase(Locale.ROOT)).matches();
    }

    /** At least one file, sorted by path. What exists under this very name is no pattern. */
    static List<Path> find(String location) throws IOException {
        if (!WILDCARD.matcher(location).find() || exists(location)) {
            return find(Path.of(location));
        }
        int folderEnd = folderEnd(location);
        Path folder = Path.of(location.substring(0, folderEnd + 1));
        String pattern = location.substring(folderEnd + 1);
        List<Path> files = matching(folder, pattern);
        if (files.isEmpty()) {
            throw new FileNotFoundException(location + ": no file matches this pattern");
        }
        return files;
    }

    /** The slash behind the folders that are there under their very names, or -1. */
    private static int folderEnd(String location) {
        int slash = location.lastIndexOf('/');
        while (slash >= 0) {
            String folder = location.substring(0, slash + 1);
            if (exists(folder) && Files.isDirectory(Path.of(folder))) {
                return slash;
            }
            slash = location.lastIndexOf('/', slash - 1);
        }
        return -1;
    }

    private static boolean exists(String location) {
        try {
            return Files.exists(Path.of(location));
        } catch (InvalidPathException e) {
            return false; // Windows has no names with a wildcard
        }
    }

    /** The file itself, or those that a folder holds directly. */
    static List<Path> find(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        if (!Files.isDirectory(path)) {
            throw new FileNotFoundException(path + ": no such file");
        }
        List<Path> files;
        try (Stream<Path> list = Files.list(path)) {
            files =
                    list.filter(file -> matches(IN_FOLDER, file))
                            .filter(Files::isRegularFile)
                            .sorted()
                            .toList();
        }
        if (files.isEmpty()) {
            throw new FileNotFoundException(
                    path
                            + ": no problem file in this folder; supported are "
                            + SUPPORTED
                            + " (name a .json file itself)");
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
}
