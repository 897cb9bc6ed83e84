package io.github.luffyrl.djl.run;

import io.github.luffyrl.djl.checkpoint.AtomicDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a run's checkpoints, of which it keeps the latest. Whenever the process ends or the
 * disk fills up, each is there as a whole or not at all.
 *
 * <pre>{@code
 * RunCheckpoints checkpoints = new RunCheckpoints(Path.of("runs/mine/checkpoints"), 2);
 * Optional<RunCheckpoint> latest = checkpoints.latest();
 * if (latest.isPresent()) {
 *     latest.get().restore(training);
 * }
 * }</pre>
 *
 * @param folder created with the first checkpoint
 * @param keep how many checkpoints are kept, at least 1; with 2 a damaged one costs no run
 */
public record RunCheckpoints(Path folder, int keep) {

    private static final Logger logger = LoggerFactory.getLogger(RunCheckpoints.class);
    private static final Pattern NAME = Pattern.compile("step-\\d{8,}");
    private static final Pattern UNFINISHED = Pattern.compile("\\.step-\\d{8,}\\.\\w+");

    /** Checks the range. */
    public RunCheckpoints {
        if (keep < 1) {
            throw new IllegalArgumentException("keep = " + keep + ", need at least 1");
        }
    }

    /**
     * Writes a checkpoint and removes the oldest ones.
     *
     * @param training between two rollouts
     * @return the checkpoint's directory
     * @throws IOException when it cannot be written; earlier ones are as they were
     */
    public Path save(ResumableTraining training) throws IOException {
        Path directory =
                folder.resolve(
                        String.format(Locale.ROOT, "step-%08d", training.trainer().state().step()));
        AtomicDirectory.replace(
                directory,
                writing -> {
                    training.writeTo(writing);
                    Manifest.write(writing);
                });
        prune();
        return directory;
    }

    private void prune() throws IOException {
        List<Path> complete = matching(NAME);
        for (Path old : complete.subList(Math.min(keep, complete.size()), complete.size())) {
            delete(old);
        }
        for (Path unfinished : matching(UNFINISHED)) {
            delete(unfinished);
        }
    }

    /**
     * Finds the latest undamaged checkpoint, and logs damaged ones as errors.
     *
     * @return nothing if there is none at all
     * @throws IOException if all are damaged, or the folder cannot be read
     */
    public Optional<RunCheckpoint> latest() throws IOException {
        DamagedCheckpointException latestDamage = null;
        for (Path directory : matching(NAME)) {
            try {
                RunCheckpoint checkpoint = RunCheckpoint.open(directory);
                if (latestDamage != null) {
                    logger.error(
                            "{}; resuming from the checkpoint before it, {}",
                            latestDamage.getMessage(),
                            directory);
                }
                return Optional.of(checkpoint);
            } catch (DamagedCheckpointException e) {
                if (latestDamage != null) {
                    logger.error("{}", latestDamage.getMessage());
                }
                latestDamage = e;
            }
        }
        if (latestDamage != null) {
            throw latestDamage;
        }
        return Optional.empty();
    }

    /** Newest first. */
    private List<Path> matching(Pattern name) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(path -> name.matcher(path.getFileName().toString()).matches())
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
