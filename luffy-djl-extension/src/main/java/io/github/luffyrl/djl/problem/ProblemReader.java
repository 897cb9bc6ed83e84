package io.github.luffyrl.djl.problem;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads problems from files.
 *
 * <p>{@code .jsonl} and {@code .ndjson} hold one object a line; blank lines are skipped. {@code
 * .json} may hold one list of such objects instead. All may be compressed by gzip or Zstandard.
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
 * becomes an attribute. The id defaults to {@code FILE:LINE}, lines (of a list: elements) counted
 * from 1. Behaviour probabilities are those of {@link
 * io.github.luffyrl.core.problem.Demonstration}, one for the end-of-sequence token included.
 *
 * <p>A row with {@code reward_model} is read as LUFFY's authors write it: {@code prompt} and {@code
 * reward_model.ground_truth} are required; {@code data_source}, {@code target} (the demonstration),
 * {@code target_ds_qwen_7b_probs} (its behaviour probabilities, {@code -1} at their end left out),
 * {@code target_lst} (further demonstrations), {@code ability} and {@code extra_info} are optional;
 * other fields are not read. {@link ProblemFields} names the fields of other layouts.
 *
 * <p>{@code .parquet} holds such rows as columns. The id is {@code FILE:ROW}, rows counted from 0,
 * because {@code extra_info.index} repeats in the authors' files. Reading Parquet needs the
 * dependency {@code com.jerolba:carpet-record}, which is optional.
 */
public final class ProblemReader {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemReader.class);

    private ProblemReader() {}

    /**
     * Reads all problems of a file or a folder.
     *
     * @param path a file, or a folder that holds such files
     * @return the problems, at least one
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if the file is of another kind, has no problem, or has a
     *     line or row that is none; the message names the first such place
     * @throws IllegalStateException if a file is Parquet and the library for it is missing
     */
    public static ProblemSet read(Path path) throws IOException {
        return readFiles(ProblemFiles.find(path), ReadingOptions.of(OnInvalid.REFUSE));
    }

    /**
     * Reads all problems of some files.
     *
     * @param locations files, folders, and patterns such as {@code data/train-*.parquet} or {@code
     *     data/**}{@code /*.jsonl}; at least one
     * @param onInvalid what happens to a line or row that is no problem
     * @return the problems, at least one, in the order of the locations, then of the file names
     * @throws IOException if a file is missing or cannot be read
     * @throws IllegalArgumentException if a file is of another kind or not readable as its kind, if
     *     there is no problem, or if a row is refused
     * @throws IllegalStateException if a file is Parquet and the library for it is missing
     */
    public static ProblemSet read(List<String> locations, OnInvalid onInvalid) throws IOException {
        return read(locations, ReadingOptions.of(onInvalid));
    }

    /**
     * Reads all problems of some files.
     *
     * @param locations as above
     * @param options how they are read
     * @return the problems, at least one, in the order of the locations, then of the file names
     * @throws IOException if a file is missing or cannot be read
     * @throws IllegalArgumentException as above, or if a field that the options name is in no row
     *     of a file
     * @throws IllegalStateException if the library for a kind of file is missing
     */
    public static ProblemSet read(List<String> locations, ReadingOptions options)
            throws IOException {
        List<Path> files = new ArrayList<>();
        for (String location : locations) {
            files.addAll(ProblemFiles.find(location));
        }
        return readFiles(files, options);
    }

    private static ProblemSet readFiles(List<Path> files, ReadingOptions options)
            throws IOException {
        ProblemCollector problems = new ProblemCollector(options.onInvalid());
        for (Path file : files) {
            int before = problems.problems();
            ProblemFiles.requireSupported(file);
            if (ProblemFiles.isParquet(file)) {
                readParquet(file, name(file, files), options, problems);
            } else {
                new JsonProblems(file, name(file, files), options).read(problems);
            }
            LOG.info("{}: {} problems", file, problems.problems() - before);
        }
        ProblemSet set = problems.toSet();
        if (set.problems().isEmpty()) {
            throw new IllegalArgumentException(
                    files.stream().map(Path::toString).collect(Collectors.joining(", "))
                            + ": no problem in there; is it the right file?"
                            + (set.skipped().isEmpty() ? "" : " left out: " + set.skipped()));
        }
        return set;
    }

    /** Parquet's library is optional; a class of it is missing at the latest here. */
    private static void readParquet(
            Path file, String name, ReadingOptions options, ProblemCollector problems)
            throws IOException {
        try {
            new ParquetProblems(file, name, options).read(problems);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    file
                            + ": the library that reads Parquet is not on the class path ("
                            + e.getMessage()
                            + "); add the dependency "
                            + ParquetProblems.LIBRARY
                            + ", or write the problems as JSON Lines",
                    e);
        }
    }

    /** The file's name, or its path where several files share the name. */
    private static String name(Path file, List<Path> files) {
        String name = String.valueOf(file.getFileName());
        long sharing = files.stream().filter(other -> other.endsWith(name)).count();
        return sharing == 1 ? name : file.toString();
    }
}
