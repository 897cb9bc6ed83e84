package io.github.luffyrl.djl.problem;

import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * SHA-256 over problems as parsed. Each list and text is preceded by its length, so that no two
 * lists of problems give the same bytes.
 */
public final class ProblemFingerprint {

    private final MessageDigest digest;

    private ProblemFingerprint(MessageDigest digest) {
        this.digest = digest;
    }

    /**
     * Returns the digest of problems.
     *
     * @param problems in order
     * @return 64 hexadecimal digits
     */
    public static String of(List<Problem> problems) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ProblemFingerprint fingerprint = new ProblemFingerprint(digest);
            fingerprint.add(problems.size());
            problems.forEach(fingerprint::add);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private void add(Problem problem) {
        add(problem.id());
        add(problem.source());
        add(problem.prompt().size());
        for (ChatMessage message : problem.prompt()) {
            add(message.role());
            add(message.content());
        }
        add(problem.answer());
        add(problem.demonstrations().size());
        problem.demonstrations().forEach(this::add);
        add(problem.attributes().size());
        new TreeMap<>(problem.attributes())
                .forEach(
                        (name, value) -> {
                            add(name);
                            add(value);
                        });
    }

    private void add(Demonstration demonstration) {
        add(demonstration.text());
        add(demonstration.source());
        float[] probabilities = demonstration.behaviourProbabilities();
        add(probabilities.length);
        for (float probability : probabilities) {
            add(Float.floatToIntBits(probability));
        }
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        digest.update(bytes);
    }

    private void add(int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }
}
