package io.github.luffyrl.djl.problem;

import io.github.luffyrl.core.prefix.DemonstrationTokens;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.reward.RewardFunction;
import java.util.ArrayList;
import java.util.List;

/**
 * Problems in a model's tokens, checked before anything long starts.
 *
 * <pre>{@code
 * ProblemSet set = ProblemReader.read(List.of("data/train-*.parquet"), OnInvalid.SKIP);
 * PreparedProblems prepared = PreparedProblems.of(set, encoder, OnInvalid.SKIP);
 * System.out.println(prepared.summary());
 * }</pre>
 *
 * @param problems those that fit, at least one
 * @param summary what a user should know of them
 */
public record PreparedProblems(List<EncodedProblem> problems, ProblemSummary summary) {

    /** Copies the list. */
    public PreparedProblems {
        problems = List.copyOf(problems);
    }

    /**
     * Encodes and checks problems. Encoding uses all cores.
     *
     * @param set the problems
     * @param encoder of the model, with its length limits
     * @param tooLong what happens to a prompt or a demonstration over its limit: to skip a prompt
     *     leaves its problem out, to skip a demonstration leaves the problem without it
     * @return the problems that fit
     * @throws IllegalArgumentException if something is too long and refused, if behaviour
     *     probabilities do not fit their tokens, or if nothing is left
     */
    public static PreparedProblems of(ProblemSet set, ProblemEncoder encoder, OnInvalid tooLong) {
        List<EncodedProblem> encoded =
                set.problems().parallelStream().map(encoder::encodeAnyLength).toList();
        DataIssue.Collector skipped = new DataIssue.Collector();
        DataIssue.Collector noticed = new DataIssue.Collector();
        List<EncodedProblem> fitting = new ArrayList<>();
        for (EncodedProblem problem : encoded) {
            if (tooLong == OnInvalid.SKIP
                    && problem.prompt().length() > encoder.maxPromptTokens()) {
                skipped.add(
                        "prompt of more than maxPromptTokens = " + encoder.maxPromptTokens(),
                        place(problem, problem.prompt().length()));
                continue;
            }
            fitting.add(
                    encoder.requireFit(
                            tooLong == OnInvalid.SKIP
                                    ? withoutTooLong(problem, encoder, skipped)
                                    : problem));
        }
        if (fitting.isEmpty()) {
            throw new IllegalArgumentException(
                    "none of the "
                            + set.problems().size()
                            + " problems is left: "
                            + skipped.list()
                            + "; raise the limit");
        }
        ProblemNotes.duplicates(fitting, noticed);
        inspect(fitting, encoder, noticed);
        List<DataIssue> allSkipped = new ArrayList<>(set.skipped());
        allSkipped.addAll(skipped.list());
        return new PreparedProblems(
                fitting, ProblemSummary.of(set.rows(), fitting, allSkipped, noticed.list()));
    }

    /**
     * Notes which of these problems are held out, too.
     *
     * @param heldOut problems that are not to be trained on
     * @return the same problems, with a summary that says so
     */
    public PreparedProblems besides(List<Problem> heldOut) {
        DataIssue.Collector noticed = new DataIssue.Collector();
        ProblemNotes.overlap(problems, heldOut, noticed);
        return new PreparedProblems(problems, summary.noticing(noticed.list()));
    }

    /**
     * Notes which demonstrations a reward finds wrong: of 1000 at most, for 20 seconds at most.
     *
     * @param reward of the run, which must not fail
     * @param encoder that the problems were encoded with
     * @return the same problems, with a summary that says so
     */
    public PreparedProblems judgedBy(RewardFunction reward, ProblemEncoder encoder) {
        DataIssue.Collector noticed = new DataIssue.Collector();
        ProblemNotes.wrongDemonstrations(problems, reward, encoder, noticed);
        return new PreparedProblems(problems, summary.noticing(noticed.list()));
    }

    private static EncodedProblem withoutTooLong(
            EncodedProblem encoded, ProblemEncoder encoder, DataIssue.Collector skipped) {
        Problem problem = encoded.problem();
        List<Demonstration> demonstrations = new ArrayList<>();
        List<DemonstrationTokens> tokens = new ArrayList<>();
        for (int i = 0; i < encoded.demonstrations().size(); i++) {
            DemonstrationTokens ids = encoded.demonstrations().get(i);
            if (ids.length() > encoder.maxResponseTokens()) {
                skipped.add(
                        "demonstration of more than maxResponseTokens = "
                                + encoder.maxResponseTokens(),
                        place(encoded, ids.length()));
            } else {
                demonstrations.add(problem.demonstrations().get(i));
                tokens.add(ids);
            }
        }
        return new EncodedProblem(
                new Problem(
                        problem.id(),
                        problem.source(),
                        problem.prompt(),
                        problem.answer(),
                        demonstrations,
                        problem.attributes()),
                encoded.prompt(),
                tokens);
    }

    private static String place(EncodedProblem problem, int tokens) {
        return problem.problem().id() + " (" + tokens + ")";
    }

    /** Notes what is not wrong but easily overlooked. */
    private static void inspect(
            List<EncodedProblem> problems, ProblemEncoder encoder, DataIssue.Collector noticed) {
        List<boolean[]> survives =
                problems.parallelStream().map(problem -> survives(problem, encoder)).toList();
        for (int p = 0; p < problems.size(); p++) {
            EncodedProblem problem = problems.get(p);
            for (int d = 0; d < survives.get(p).length; d++) {
                Tokens tokens = problem.demonstrations().get(d).tokens();
                if (!survives.get(p)[d]) {
                    noticed.add(
                            "demonstration whose text changes when it is tokenised",
                            problem.problem().id());
                }
                if (tokens.stream()
                        .limit(tokens.length() - 1L)
                        .anyMatch(id -> id == encoder.endToken())) {
                    noticed.add(
                            "demonstration with an end-of-sequence token before its end",
                            problem.problem().id());
                }
            }
        }
    }

    private static boolean[] survives(EncodedProblem problem, ProblemEncoder encoder) {
        boolean[] survives = new boolean[problem.demonstrations().size()];
        for (int d = 0; d < survives.length; d++) {
            survives[d] =
                    encoder.survives(
                            problem.problem().demonstrations().get(d),
                            problem.demonstrations().get(d));
        }
        return survives;
    }
}
