package io.github.luffyrl.djl.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Which files of a model directory are read: regular ones of bounded size that lie in the
 * directory. A directory comes from others, and a link in it must not bring in a file of the
 * machine. The one exception is the cache of Hugging Face, whose directories consist of links to
 * blobs.
 */
public final class ModelFiles {

    /** All that is read beside the weights. */
    public static final List<String> COMPANIONS =
            List.of(
                    "config.json",
                    "generation_config.json",
                    "tokenizer.json",
                    "tokenizer_config.json",
                    "special_tokens_map.json",
                    "added_tokens.json",
                    "vocab.json",
                    "merges.txt",
                    "chat_template.jinja",
                    "LICENSE");

    static final long MOST_BYTES = 256L << 20; // tokenizers of large vocabularies take some 20 MB

    private ModelFiles() {}

    /**
     * Checks the companions that are there.
     *
     * @param directory a model directory
     * @throws IOException naming the first that must not be read
     */
    public static void check(Path directory) throws IOException {
        for (String name : COMPANIONS) {
            Path file = directory.resolve(name);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                requireCompanion(file);
            }
        }
    }

    /**
     * Checks one companion.
     *
     * @param file in a model directory
     * @throws IOException if it must not be read
     */
    public static void requireCompanion(Path file) throws IOException {
        Path target = target(file);
        Path directory = file.toAbsolutePath().resolveSibling("").toRealPath();
        if (!target.startsWith(directory) && !isBlob(target)) {
            throw refused(file, "is a link to " + target + ", which is outside of the directory");
        }
        long bytes = Files.size(target);
        if (bytes > MOST_BYTES) {
            throw refused(
                    file,
                    String.format(
                            Locale.ROOT,
                            "has %d bytes, more than the %d that are read",
                            bytes,
                            MOST_BYTES));
        }
    }

    /**
     * Checks that a file can be read without waiting; weights may be linked from anywhere.
     *
     * @param file in a model directory
     * @throws IOException if it is no regular file
     */
    public static void requireRegular(Path file) throws IOException {
        target(file);
    }

    private static Path target(Path file) throws IOException {
        Path target;
        try {
            target = file.toRealPath();
        } catch (NoSuchFileException e) {
            throw refused(file, "is a link to nothing");
        }
        if (!Files.isRegularFile(target)) {
            throw refused(file, "is no regular file");
        }
        return target;
    }

    /** {@code models--ORGANIZATION--NAME/blobs/HASH}. */
    private static boolean isBlob(Path target) {
        Path blobs = target.getParent();
        Path model = blobs == null ? null : blobs.getParent();
        return blobs != null
                && model != null
                && blobs.endsWith("blobs")
                && String.valueOf(model.getFileName()).startsWith("models--")
                && target.getFileName().toString().matches("[0-9a-f]{40}|[0-9a-f]{64}");
    }

    private static IOException refused(Path file, String why) {
        return new IOException(file + " " + why + ": put a copy of the file there, or remove it");
    }
}
