package io.github.luffyrl.rewards.reference;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.rewards.internal.answer.BoxedAnswer;
import io.github.luffyrl.rewards.reference.RewardVersion.Comparison;
import io.github.luffyrl.rewards.shape.FormatRule;
import io.github.luffyrl.rewards.text.AnswerFinder;
import io.github.luffyrl.rewards.text.TextNormalization;
import io.github.luffyrl.rewards.text.TextReward;
import io.github.luffyrl.rewards.verifier.MathVerifier;
import io.github.luffyrl.rewards.verifier.Verdict;
import java.util.Map;
import java.util.Optional;

/**
 * The rewards of LUFFY's authors, with luffy's verifier in the place of sympy and Math-Verify.
 * Problems of the sources {@code openai/gsm8k} (number after {@code ####}) and {@code
 * lighteval/MATH} (last box, by its text) have their own rule under every version.
 *
 * <pre>{@code
 * RewardFunction reward = new ReferenceReward(RewardVersion.V3);
 * }</pre>
 *
 * @param version which one
 */
public record ReferenceReward(RewardVersion version) implements RewardFunction {

    private static final String THINK_END = "</think>";
    private static final FormatRule THOUGHT = FormatRule.thinkTags();
    private static final MathVerifier VERIFIER = new MathVerifier();

    private static final Map<String, SourceRule> BY_SOURCE =
            Map.of(
                    "openai/gsm8k",
                    new SourceRule(
                            new TextReward(
                                    AnswerFinder.afterLast("#### "),
                                    text -> text.replaceAll("[,$]", "").strip()),
                            "#### ",
                            ""),
                    "lighteval/MATH",
                    new SourceRule(
                            new TextReward(AnswerFinder.lastBox(), TextNormalization.hendrycks()),
                            "\\boxed{",
                            "}"));

    /** The reward of a source, and what stands around the answer of a response that it accepts. */
    private record SourceRule(RewardFunction reward, String before, String after) {

        /** If not even the gold answer itself is accepted, nothing is. */
        Optional<String> unmatchable(Problem problem) {
            String repeated = before + problem.answer().strip() + after;
            return reward.score(problem, Completion.of(repeated)).solved()
                    ? Optional.empty()
                    : Optional.of(
                            "no response can give the gold answer between '"
                                    + before
                                    + "' and '"
                                    + after
                                    + "', as the source "
                                    + problem.source()
                                    + " needs it; give the answer alone");
        }
    }

    @Override
    public Reward score(Problem problem, Completion completion) {
        SourceRule own = BY_SOURCE.get(problem.source());
        return own != null
                ? own.reward().score(problem, completion)
                : score(problem, completion.text());
    }

    @Override
    public Optional<String> unmatchable(Problem problem) {
        SourceRule own = BY_SOURCE.get(problem.source());
        if (own != null) {
            return own.unmatchable(problem);
        }
        String truth = problem.answer();
        if (truth.isBlank()) {
            return Optional.of("the gold answer is blank; give one");
        }
        boolean anywhere = version.comparison() == Comparison.ANYWHERE;
        String expected = anywhere ? truth : BoxedAnswer.last(truth).orElse(truth);
        return VERIFIER.unmatchable(delimited(expected));
    }

    private Reward score(Problem problem, String text) {
        if (version.thoughtRequired() && !THOUGHT.holds(text)) {
            return malformed();
        }
        String solution = version.thoughtRequired() ? solution(text) : text;
        String truth = problem.answer();
        if (version.comparison() == Comparison.ANYWHERE) {
            return valued(VERIFIER.verify(delimited(truth), solution));
        }
        Optional<String> box = BoxedAnswer.last(solution);
        if (box.isEmpty() || truth.isBlank()) {
            return malformed();
        }
        TextNormalization spelling = TextNormalization.hendrycks();
        String expected = BoxedAnswer.last(truth).orElse(truth);
        return spelling.apply(box.get()).equals(spelling.apply(expected))
                ? new Reward(version.value(true), true)
                : valued(VERIFIER.verify(delimited(expected), "\\boxed{" + box.get() + "}"));
    }

    private Reward malformed() {
        return new Reward(version.malformed(), false);
    }

    private Reward valued(Verdict verdict) {
        Reward reward = verdict.reward();
        return new Reward(version.value(reward.solved()), reward.solved(), reward.parts());
    }

    /** Between the first and the second end of a thought. */
    private static String solution(String text) {
        int from = text.indexOf(THINK_END) + THINK_END.length();
        int to = text.indexOf(THINK_END, from);
        return to < 0 ? text.substring(from) : text.substring(from, to);
    }

    /** A truth that has its dollar signs gets no others. */
    private static String delimited(String truth) {
        String bare = truth.strip();
        return bare.startsWith("$") && bare.endsWith("$") && bare.length() > 1
                ? bare
                : "$" + bare + "$";
    }
}
