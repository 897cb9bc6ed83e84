package io.github.luffyrl.djl.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The states that a crash leaves are made by hand, following the documented steps. */
class AtomicDirectoryTest {

    @TempDir Path parent;
    private Path target;
    private Path writing;
    private Path previous;

    @BeforeEach
    void names() {
        target = parent.resolve("state");
        writing = parent.resolve(".state.writing");
        previous = parent.resolve(".state.previous");
    }

    private static DirectoryContent text(String text) {
        return directory -> Files.writeString(directory.resolve("file"), text);
    }

    private static void create(Path directory, String text) throws IOException {
        Files.createDirectory(directory);
        text(text).writeTo(directory);
    }

    private static String read(Path directory) throws IOException {
        return Files.readString(directory.resolve("file"));
    }

    private Set<String> siblings() throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void createsTheDirectoryAndItsParents() throws IOException {
        Path deep = parent.resolve("a/b/c");
        AtomicDirectory.replace(deep, text("new"));
        assertEquals("new", read(deep));
    }

    @Test
    void theOldDirectoryIsWholeWhileTheNewOneIsWritten() throws IOException {
        create(target, "old");
        AtomicDirectory.replace(
                target,
                directory -> {
                    text("new").writeTo(directory);
                    assertEquals(writing, directory);
                    assertEquals("old", read(target));
                });
        assertEquals("new", read(target));
        assertEquals(Set.of("state"), siblings());
    }

    @Test
    void aCrashWhileWritingLeavesTheOldDirectory() throws IOException {
        create(target, "old");
        create(writing, "incomplete");
        assertEquals(target, AtomicDirectory.current(target));

        AtomicDirectory.replace(target, text("new"));
        assertEquals("new", read(target));
        assertEquals(Set.of("state"), siblings());
    }

    @Test
    void aCrashBetweenTheRenamesLeavesTheOldDirectoryAsPrevious() throws IOException {
        create(previous, "old");
        create(writing, "complete");
        assertEquals("old", read(AtomicDirectory.current(target)));

        IOException failure = new IOException("crash again");
        assertThrows(
                IOException.class,
                () ->
                        AtomicDirectory.replace(
                                target,
                                directory -> {
                                    throw failure;
                                }));
        assertEquals("old", read(target));
        assertEquals(Set.of("state"), siblings());
    }

    @Test
    void aCrashBeforeTheCleanUpLeavesTheNewDirectory() throws IOException {
        create(target, "new");
        create(previous, "old");
        assertEquals(target, AtomicDirectory.current(target));

        AtomicDirectory.replace(target, text("newer"));
        assertEquals("newer", read(target));
        assertEquals(Set.of("state"), siblings());
    }

    @Test
    void aMissingDirectoryIsCurrentlyItself() {
        assertEquals(target, AtomicDirectory.current(target));
        assertEquals(Path.of("/"), AtomicDirectory.current(Path.of("/")));
    }

    @Test
    void aSymbolicLinkStaysOne() throws IOException {
        create(target, "old");
        Path link = Files.createSymbolicLink(parent.resolve("link"), target);
        AtomicDirectory.replace(link, text("new"));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", read(target));
        assertEquals(Set.of("state", "link"), siblings());
    }

    @Test
    void aFileInTheWayIsRefused() throws IOException {
        Files.writeString(target, "precious");
        IOException e =
                assertThrows(IOException.class, () -> AtomicDirectory.replace(target, text("new")));
        assertTrue(e.getMessage().contains("it is a file, not a directory"), e.getMessage());
        assertEquals("precious", Files.readString(target));
    }

    @Test
    void aParentThatCannotHoldDirectoriesIsRefused() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");
        IOException e =
                assertThrows(
                        IOException.class,
                        () -> AtomicDirectory.replace(file.resolve("state"), text("new")));
        assertTrue(e.getMessage().contains("no directory can be created in " + file), e.toString());
        assertFalse(Files.isDirectory(file));
    }
}
