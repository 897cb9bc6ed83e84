package io.github.luffyrl.djl.problem;

import io.github.luffyrl.core.prefix.CutBorder;
import io.github.luffyrl.core.prefix.DemonstrationTokens;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.text.PromptTemplate;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Translates between problems and tokens, and holds the length limits.
 *
 * @param tokenizer the model's tokenizer
 * @param template renders the prompt
 * @param endToken appended to demonstrations, {@link CausalLmConfig#endToken}
 * @param maxPromptTokens longest prompt
 * @param maxResponseTokens longest response, so also the longest demonstration
 * @param cutBorder where demonstrations are cut into prefixes
 */
public record ProblemEncoder(
        TextTokenizer tokenizer,
        PromptTemplate template,
        int endToken,
        int maxPromptTokens,
        int maxResponseTokens,
        CutBorder cutBorder)
        implements AutoCloseable {

    private static final String THINK = "<think>";

    /** Enough tokens to spell an opened thought and the blanks after it. */
    private static final int THINK_TOKENS = 16;

    /** Creates an encoder that cuts demonstrations between any two tokens. */
    public ProblemEncoder(
            TextTokenizer tokenizer,
            PromptTemplate template,
            int endToken,
            int maxPromptTokens,
            int maxResponseTokens) {
        this(tokenizer, template, endToken, maxPromptTokens, maxResponseTokens, CutBorder.token());
    }

    /**
     * Returns how responses are sampled: up to the longest response, and ended by the token that
     * ends demonstrations, so that also a model that names no end token of its own can stop.
     *
     * @param temperature the logits are divided by it; 0 picks the most likely token
     * @return from the whole vocabulary
     */
    public SamplingParams sampling(double temperature) {
        return new SamplingParams(temperature, maxResponseTokens).withStopTokens(Set.of(endToken));
    }

    /**
     * Returns an encoder that cuts demonstrations elsewhere.
     *
     * @param border where
     * @return an encoder that is otherwise the same, and shares the tokenizer
     */
    public ProblemEncoder cuttingAt(CutBorder border) {
        return new ProblemEncoder(
                tokenizer, template, endToken, maxPromptTokens, maxResponseTokens, border);
    }

    /**
     * Returns an encoder that gives the template variables.
     *
     * @param variables by name, see {@link PromptTemplate#with}
     * @return an encoder that is otherwise the same, and shares the tokenizer
     * @throws IllegalArgumentException if there is no template that could read them
     */
    public ProblemEncoder withVariables(Map<String, ? extends @Nullable Object> variables) {
        return rendering(template.with(variables));
    }

    /**
     * Returns an encoder whose prompts have a fixed date.
     *
     * @param time local time, see {@link PromptTemplate#at}
     * @return an encoder that is otherwise the same, and shares the tokenizer
     */
    public ProblemEncoder at(LocalDateTime time) {
        return rendering(template.at(time));
    }

    /**
     * Returns an encoder with another template.
     *
     * @param other renders the prompt
     * @return an encoder that is otherwise the same, and shares the tokenizer
     */
    public ProblemEncoder rendering(PromptTemplate other) {
        return new ProblemEncoder(
                tokenizer, other, endToken, maxPromptTokens, maxResponseTokens, cutBorder);
    }

    /**
     * Creates the encoder of a model directory: its tokenizer, its chat template and the
     * tokenizer's end-of-sequence token.
     *
     * @param directory a Hugging Face model directory
     * @param maxPromptTokens longest prompt
     * @param maxResponseTokens longest response
     * @return the encoder; closing it closes the tokenizer
     * @throws IOException when a file is missing or broken
     */
    public static ProblemEncoder load(Path directory, int maxPromptTokens, int maxResponseTokens)
            throws IOException {
        int endToken = CausalLmConfig.read(directory).endToken();
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
        return requireFit(encodeAnyLength(problem));
    }

    /**
     * Encodes problems, as {@link #encode(Problem)}.
     *
     * @param problems any number
     * @return their tokens, in the same order
     */
    public List<EncodedProblem> encode(List<Problem> problems) {
        return problems.stream().map(this::encode).toList();
    }

    /** Encodes a problem whatever its limits. */
    EncodedProblem encodeAnyLength(Problem problem) {
        String prompt = template.prompt(problem.prompt());
        return new EncodedProblem(
                problem,
                Tokens.of(tokenizer.encode(prompt)),
                problem.demonstrations().stream().map(d -> encode(prompt, d)).toList());
    }

    /**
     * Encodes a problem's prompt.
     *
     * @param problem the problem
     * @return its tokens
     * @throws IllegalArgumentException if it exceeds its limit
     */
    public Tokens encodePrompt(Problem problem) {
        Tokens prompt = Tokens.of(tokenizer.encode(template.prompt(problem.prompt())));
        requireFit(new EncodedProblem(problem, prompt, List.of()));
        return prompt;
    }

    private DemonstrationTokens encode(String prompt, Demonstration demonstration) {
        String response = response(prompt, demonstration);
        int[] ended = DemonstrationTokens.ended(tokenizer.encode(response), endToken);
        return new DemonstrationTokens(
                Tokens.of(ended), cutBorder.points(response, () -> tokenizer.ends(response)));
    }

    /** A template that opens the thought itself must not have it opened twice. */
    private static String response(String prompt, Demonstration demonstration) {
        String text = demonstration.text();
        String opened = openedThought(prompt);
        return text.startsWith(opened) ? text.substring(opened.length()) : text;
    }

    /** The {@code <think>} that a prompt ends with and the blanks after it, or nothing. */
    private static String openedThought(String prompt) {
        int end = prompt.stripTrailing().length();
        return prompt.startsWith(THINK, end - THINK.length())
                ? prompt.substring(end - THINK.length())
                : "";
    }

    /**
     * Whether the tokens say what the text says: a tokenizer that normalises, or has no token for
     * some letter, changes a text that another model wrote.
     */
    boolean survives(Demonstration demonstration, DemonstrationTokens tokens) {
        String text = demonstration.text();
        String end = tokenizer.decodeAll(new int[] {endToken});
        String decoded = tokenizer.decodeAll(tokens.tokens().toArray());
        String written = text.endsWith(end) ? text : text + end;
        boolean thoughtIsOpen = written.startsWith(THINK) && written.endsWith(decoded);
        return decoded.equals(written)
                || (thoughtIsOpen
                        && written.substring(THINK.length(), written.length() - decoded.length())
                                .isBlank());
    }

    /** Checks the limits, and that there is a behaviour probability per token. */
    EncodedProblem requireFit(EncodedProblem encoded) {
        Problem problem = encoded.problem();
        if (encoded.prompt().length() > maxPromptTokens) {
            throw tooLong(
                    "the prompt",
                    problem,
                    encoded.prompt().length(),
                    "maxPromptTokens",
                    maxPromptTokens);
        }
        for (int i = 0; i < encoded.demonstrations().size(); i++) {
            int tokens = encoded.demonstrations().get(i).length();
            if (tokens > maxResponseTokens) {
                throw tooLong(
                        "a demonstration", problem, tokens, "maxResponseTokens", maxResponseTokens);
            }
            requireProbabilityPerToken(problem, problem.demonstrations().get(i), tokens);
        }
        return encoded;
    }

    private static void requireProbabilityPerToken(
            Problem problem, Demonstration demonstration, int tokens) {
        int given = demonstration.behaviourProbabilities().length;
        if (given != 0 && given != tokens) {
            throw new IllegalArgumentException(
                    "a demonstration of problem "
                            + problem.id()
                            + " has "
                            + given
                            + " behaviour probabilities, but "
                            + tokens
                            + " tokens with the end-of-sequence token: compute them with the"
                            + " trained model's tokenizer and template, or leave them out");
        }
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
                        + ": raise the limit, leave the problem out, or have what is too long"
                        + " skipped");
    }

    /**
     * Decodes a trajectory's response for a reward function. A {@code <think>} that the template
     * opened at the end of the prompt belongs to it.
     *
     * @param trajectory the trajectory
     * @return its text without special tokens
     */
    public Completion decode(Trajectory trajectory) {
        return completion(trajectory.prompt(), trajectory.response(), trajectory.finished());
    }

    /** What a reward sees of a demonstration. */
    Completion completion(EncodedProblem problem, int demonstration) {
        return completion(
                problem.prompt(), problem.demonstrations().get(demonstration).tokens(), true);
    }

    private Completion completion(Tokens prompt, Tokens response, boolean finished) {
        String text = openedThought(endOf(prompt)) + tokenizer.decode(response.toArray());
        return new Completion(text, response.length(), finished);
    }

    private String endOf(Tokens prompt) {
        int from = Math.max(0, prompt.length() - THINK_TOKENS);
        return tokenizer.decodeAll(prompt.slice(from, prompt.length()).toArray());
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
