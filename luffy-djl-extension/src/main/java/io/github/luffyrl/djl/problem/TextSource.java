package io.github.luffyrl.djl.problem;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens a text file, whatever compresses it. What it is, its first bytes say, not its name. */
final class TextSource {

    /** What a user adds in order to read Zstandard; it comes with the library for Parquet. */
    static final String ZSTD = "com.github.luben:zstd-jni:1.5.7-3";

    private static final int PEEKED = 4;
    private static final char BYTE_ORDER_MARK = 0xfeff;

    private TextSource() {}

    /** Returns the text behind a byte order mark, if there is one; malformed UTF-8 is an error. */
    static BufferedReader open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        try {
            Reader text =
                    new InputStreamReader(
                            decompressed(file, in), StandardCharsets.UTF_8.newDecoder());
            BufferedReader reader = new BufferedReader(text);
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) {
                reader.reset();
            }
            return reader;
        } catch (IOException | RuntimeException | Error e) {
            in.close();
            throw e;
        }
    }

    private static InputStream decompressed(Path file, InputStream in) throws IOException {
        in.mark(PEEKED);
        byte[] magic = in.readNBytes(PEEKED);
        in.reset();
        if (startsWith(magic, 0x1f, 0x8b)) {
            return new GZIPInputStream(in);
        }
        if (startsWith(magic, 0x28, 0xb5, 0x2f, 0xfd)) {
            return zstd(file, in);
        }
        if (startsWith(magic, 0xff, 0xfe) || startsWith(magic, 0xfe, 0xff)) {
            throw new IllegalArgumentException(file + ": UTF-16; convert the file to UTF-8");
        }
        if (startsWith(magic, 'P', 'A', 'R', '1')) {
            throw new IllegalArgumentException(
                    file + ": a Parquet file under another name; call it .parquet");
        }
        if (startsWith(magic, 'P', 'K', 3, 4) || startsWith(magic, 'B', 'Z', 'h')) {
            throw new IllegalArgumentException(
                    file + ": compressed by zip or bzip2; unpack the file, or use gzip");
        }
        return in;
    }

    private static InputStream zstd(Path file, InputStream in) throws IOException {
        try {
            return Zstandard.open(in);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    file
                            + ": compressed by Zstandard, and the library for it is not on the"
                            + " class path; add the dependency "
                            + ZSTD
                            + ", or unpack the file",
                    e);
        }
    }

    /** A class of its own, so that nobody else needs the library. */
    private static final class Zstandard {

        static InputStream open(InputStream in) throws IOException {
            return new ZstdInputStream(in);
        }
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        if (bytes.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
