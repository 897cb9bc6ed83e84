package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.text.PromptTemplate;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Translates between problems and tokens, and holds the length limits.
 *
 * @param tokenizer the model's tokenizer
 * @param template renders the prompt
 * @param endToken appended to demonstrations, one of the model's end-of-sequence ids
 * @param maxPromptTokens longest prompt
 * @param maxResponseTokens longest response, so also the longest demonstration
 */
public record ProblemEncoder(
        TextTokenizer tokenizer,
        PromptTemplate template,
        int endToken,
        int maxPromptTokens,
        int maxResponseTokens)
        implements AutoCloseable {

    private static final String THINK = "<think>\n";

    /**
     * Creates the encoder of a model directory: its tokenizer, its chat template and the first of
     * its end-of-sequence ids.
     *
     * @param directory a Hugging Face model directory
     * @param maxPromptTokens longest prompt
     * @param maxResponseTokens longest response
     * @return the encoder; closing it closes the tokenizer
     * @throws IOException when a file is missing or broken
     */
    public static ProblemEncoder load(Path directory, int maxPromptTokens, int maxResponseTokens)
            throws IOException {
        int endToken = CausalLmConfig.read(directory).eosTokenIds().iterator().next();
        PromptTemplate template = PromptTemplate.load(directory);
        return new ProblemEncoder(
                TextTokenizer.load(directory),
                template,
                endToken,
                maxPromptTokens,
                maxResponseTokens);
    }

    /**
     * Encodes a problem.
     *
     * @param problem the problem
     * @return its tokens
     * @throws IllegalArgumentException if the prompt or a demonstration exceeds its limit, or a
     *     demonstration has behaviour probabilities for another number of tokens
     */
    public EncodedProblem encode(Problem problem) {
        String prompt = template.render(problem.prompt());
        return new EncodedProblem(
                problem,
                encodePrompt(problem),
                problem.demonstrations().stream()
                        .map(demonstration -> encode(problem, prompt, demonstration))
                        .toList());
    }

    /**
     * Encodes a problem's prompt.
     *
     * @param problem the problem
     * @return its tokens
     * @throws IllegalArgumentException if it exceeds its limit
     */
    public int[] encodePrompt(Problem problem) {
        int[] ids = tokenizer.encode(template.render(problem.prompt()));
        if (ids.length > maxPromptTokens) {
            throw tooLong("the prompt", problem, ids.length, "maxPromptTokens", maxPromptTokens);
        }
        return ids;
    }

    private int[] encode(Problem problem, String prompt, Demonstration demonstration) {
        // A template that opens the thought itself must not have it opened twice (SPEC 3.1).
        String text = demonstration.text();
        String response =
                prompt.endsWith(THINK) && text.startsWith(THINK)
                        ? text.substring(THINK.length())
                        : text;
        int[] ids = tokenizer.encode(response);
        int[] ended =
                ids.length > 0 && ids[ids.length - 1] == endToken
                        ? ids
                        : Arrays.copyOf(ids, ids.length + 1);
        ended[ended.length - 1] = endToken;
        if (ended.length > maxResponseTokens) {
            throw tooLong(
                    "a demonstration",
                    problem,
                    ended.length,
                    "maxResponseTokens",
                    maxResponseTokens);
        }
        int given = demonstration.behaviourProbabilities().length;
        if (given != 0 && given != ended.length) {
            throw new IllegalArgumentException(
                    "a demonstration of problem "
                            + problem.id()
                            + " has "
                            + given
                            + " behaviour probabilities, but "
                            + ended.length
                            + " tokens with the end-of-sequence token: compute them with the"
                            + " trained model's tokenizer and template, or leave them out");
        }
        return ended;
    }

    private static IllegalArgumentException tooLong(
            String what, Problem problem, int tokens, String limitName, int limit) {
        return new IllegalArgumentException(
                what
                        + " of problem "
                        + problem.id()
                        + " has "
                        + tokens
                        + " tokens, more than "
                        + limitName
                        + " = "
                        + limit
                        + ": raise the limit or leave the problem out");
    }

    /**
     * Decodes a trajectory's response for a reward function.
     *
     * @param trajectory the trajectory
     * @return its text without special tokens
     */
    public Completion decode(Trajectory trajectory) {
        int[] response = trajectory.response();
        return new Completion(tokenizer.decode(response), response.length, trajectory.finished());
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
