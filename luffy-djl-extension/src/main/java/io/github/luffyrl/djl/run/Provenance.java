package io.github.luffyrl.djl.run;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a run is computed with. Another luffy, engine or Java may round differently, so that a
 * resumed run is no longer the same to the last bit.
 *
 * @param build identifies the compiled luffy: a digest over its classes
 * @param engine DJL's engine and its version
 * @param java version and vendor of the runtime
 * @param system operating system and processor architecture
 */
public record Provenance(String build, String engine, String java, String system) {

    private static final int DIGITS = 12;

    /**
     * Returns what this process computes with.
     *
     * @return the provenance
     */
    public static Provenance current() {
        Engine engine = Engine.getInstance();
        return new Provenance(
                digest(),
                engine.getEngineName() + " " + engine.getVersion(),
                System.getProperty("java.version") + " " + System.getProperty("java.vendor"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }

    private static String digest() {
        CodeSource source = Provenance.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return "unknown";
        }
        try {
            Path path = Path.of(source.getLocation().toURI());
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            if (Files.isDirectory(path)) {
                addClasses(path, digest);
            } else {
                addEntries(path, digest);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException | URISyntaxException e) {
            throw new IllegalStateException("cannot identify the build in " + source, e);
        }
    }

    private static void addClasses(Path directory, MessageDigest digest) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                digest.update(Files.readAllBytes(file));
            }
        }
    }

    private static void addEntries(Path jar, MessageDigest digest) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
                ZipEntry entry = e.nextElement();
                String content = entry.getName() + " " + entry.getCrc() + "\n";
                digest.update(content.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
