package io.github.luffyrl.djl.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a directory with their size and checksum, so that any change to them is found.
 *
 * @param files by path relative to the directory, with {@code /}
 */
record Manifest(SortedMap<String, Entry> files) {

    private static final String NAME = "manifest.json";

    record Entry(long bytes, String sha256) {}

    /** Writes the manifest of all other files of a directory. */
    static void write(Path directory) throws IOException {
        Files.write(
                directory.resolve(NAME),
                StateJson.MAPPER
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsBytes(new Manifest(entries(directory))));
    }

    private static SortedMap<String, Entry> entries(Path directory) throws IOException {
        SortedMap<String, Entry> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = directory.relativize(path).toString().replace('\\', '/');
                if (!name.equals(NAME)) {
                    files.put(name, new Entry(Files.size(path), sha256(path)));
                }
            }
        }
        return files;
    }

    /**
     * Checks the files of a directory.
     *
     * @throws DamagedCheckpointException naming the first file that is not as it was
     */
    static void check(Path directory) throws IOException {
        for (Map.Entry<String, Entry> file : read(directory).files().entrySet()) {
            Path path = directory.resolve(file.getKey());
            Entry expected = file.getValue();
            if (!Files.isRegularFile(path)) {
                throw new DamagedCheckpointException(path + " is missing");
            }
            if (Files.size(path) != expected.bytes()) {
                throw new DamagedCheckpointException(
                        String.format(
                                Locale.ROOT,
                                "%s has %d bytes instead of %d",
                                path,
                                Files.size(path),
                                expected.bytes()));
            }
            if (!sha256(path).equals(expected.sha256())) {
                throw new DamagedCheckpointException(
                        path + " is damaged: its content does not match the checksum in " + NAME);
            }
        }
    }

    private static Manifest read(Path directory) throws IOException {
        Path path = directory.resolve(NAME);
        try {
            return StateJson.MAPPER.readValue(Files.readAllBytes(path), Manifest.class);
        } catch (NoSuchFileException e) {
            throw new DamagedCheckpointException(path + " is missing", e);
        } catch (JsonProcessingException e) {
            throw new DamagedCheckpointException(
                    path + " is damaged: " + e.getOriginalMessage(), e);
        }
    }

    private static String sha256(Path path) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
                byte[] block = new byte[1 << 16];
                while (in.read(block) >= 0) {
                    // the stream computes the digest
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
