package io.github.luffyrl.djl.dataset;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads problems from a file.
 *
 * <p>{@code .jsonl} holds one object a line; blank lines are skipped:
 *
 * <pre>{@code
 * {"prompt": "What is 12 + 30?", "answer": 42}
 * {"id": "p2", "source": "math", "level": 3, "answer": "x=3",
 *  "prompt": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "2x=6?"}],
 *  "demonstrations": ["Halve both sides: ..", {"text": "..", "source": "DeepSeek-R1"},
 *                     {"text": "x=3", "behaviourProbabilities": [0.9, 0.5, 0.75, 1]}]}
 * }</pre>
 *
 * <p>{@code prompt} and {@code answer} are required; a key not shown, such as {@code level},
 * becomes an attribute. The id defaults to {@code FILE:LINE}, lines counted from 1. Behaviour
 * probabilities are those of {@link io.github.luffyrl.core.problem.Demonstration}, one for the
 * end-of-sequence token included.
 *
 * <p>{@code .parquet} holds the columns of LUFFY's own files: {@code prompt} and {@code
 * reward_model.ground_truth} are required; {@code data_source}, {@code target} (the demonstration),
 * {@code target_ds_qwen_7b_probs} (its behaviour probabilities, {@code -1} at their end left out),
 * {@code ability} and {@code extra_info} are optional; other columns are not read. The id is {@code
 * FILE:ROW}, rows counted from 0, because {@code extra_info.index} repeats in those files.
 */
public final class ProblemReader {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemReader.class);

    private ProblemReader() {}

    /**
     * Reads all problems of a file.
     *
     * @param file a {@code .jsonl} or {@code .parquet} file
     * @return the problems, at least one
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if the file is of another kind, has no problem, or has a
     *     line or row that is none; the message names the first such place
     */
    public static ProblemSet read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException(file + ": no such file");
        }
        ProblemSet read = parse(file);
        if (read.problems().isEmpty()) {
            throw new IllegalArgumentException(
                    file + ": no problem in this file; is it the right one?");
        }
        LOG.info(
                "{}: {} problems, {} with a demonstration, skipped {}",
                file,
                read.problems().size(),
                read.problems().stream().filter(p -> !p.demonstrations().isEmpty()).count(),
                read.skipped());
        return read;
    }

    private static ProblemSet parse(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (lowerCase.endsWith(".jsonl")) {
            return new JsonLinesProblems(file, name).read();
        }
        if (lowerCase.endsWith(".parquet")) {
            return ParquetProblems.read(file, name);
        }
        throw new IllegalArgumentException(
                file + ": unknown kind of file; supported are .jsonl and .parquet");
    }
}
