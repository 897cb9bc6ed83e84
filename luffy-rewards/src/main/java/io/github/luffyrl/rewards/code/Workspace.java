package io.github.luffyrl.rewards.code;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary directory for one run of a command, and beside it the file that takes its output. If
 * the JVM ends first, so does the command, and the directory is deleted then.
 */
final class Workspace implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(CommandReward.class);
    private static final Set<Workspace> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Workspace::closeAll, "commands"));
    }

    private final Path root;
    private volatile @Nullable ProcessFamily family;

    private Workspace(Path root) {
        this.root = root;
    }

    static Workspace create() throws IOException {
        Path root = Files.createTempDirectory("luffy-command");
        Files.createDirectory(root.resolve("work"));
        Workspace workspace = new Workspace(root);
        OPEN.add(workspace);
        return workspace;
    }

    private static void closeAll() {
        for (Workspace workspace : OPEN) {
            try {
                ProcessFamily running = workspace.family;
                if (running != null) {
                    running.kill();
                }
                workspace.close();
            } catch (IOException | RuntimeException e) {
                logger.warn("{} is left behind: {}", workspace.root, e.toString());
            }
        }
    }

    /** Tells what runs here. */
    void attach(ProcessFamily running) {
        family = running;
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
        OPEN.remove(this);
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
