package io.github.luffyrl.rewards.code;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A temporary directory for one run of a command, and beside it the file that takes its output.
 *
 * @param root holds both
 */
record Workspace(Path root) implements AutoCloseable {

    static Workspace create() throws IOException {
        Path root = Files.createTempDirectory("luffy-command");
        Files.createDirectory(root.resolve("work"));
        return new Workspace(root);
    }

    Path directory() {
        return root.resolve("work");
    }

    Path output() {
        return root.resolve("output.txt");
    }

    /** Deletes everything, links but not what they point to. */
    @Override
    public void close() throws IOException {
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException failure) throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
