package io.github.luffyrl.rewards.suite;

import io.github.luffyrl.rewards.verifier.Verdict.NoVerdict;
import io.github.luffyrl.rewards.verifier.Verdict.Undecided;
import java.util.List;
import java.util.function.Predicate;

/**
 * How a verifier did on cases of one kind, or of several.
 *
 * @param cases that are not disputed
 * @param agreed how many of them had the expected verdict
 * @param falsePositives how many were wrong answers taken for right ones
 * @param newFalsePositives how many of those the oracle did not take for right
 * @param undecided how many could not be decided
 * @param withoutVerdict how many had a gold that could not be read
 * @param disputed cases that are, and are not in the other counts
 * @param disputedAgreed how many of those had the expected verdict
 */
record KindTotals(
        int cases,
        int agreed,
        int falsePositives,
        int newFalsePositives,
        int undecided,
        int withoutVerdict,
        int disputed,
        int disputedAgreed) {

    /**
     * Counts.
     *
     * @param results of any number of cases
     * @return the totals
     */
    static KindTotals of(List<CaseResult> results) {
        List<CaseResult> counted = results.stream().filter(r -> !r.testCase().disputed()).toList();
        List<CaseResult> disputed = results.stream().filter(r -> r.testCase().disputed()).toList();
        return new KindTotals(
                counted.size(),
                count(counted, CaseResult::agrees),
                count(counted, CaseResult::falsePositive),
                count(
                        counted,
                        r -> r.falsePositive() && !Boolean.TRUE.equals(r.testCase().oracle())),
                count(counted, r -> r.verdict() instanceof Undecided),
                count(counted, r -> r.verdict() instanceof NoVerdict),
                disputed.size(),
                count(disputed, CaseResult::agrees));
    }

    private static int count(List<CaseResult> results, Predicate<CaseResult> predicate) {
        return (int) results.stream().filter(predicate).count();
    }

    /**
     * Returns the share of the expected verdicts.
     *
     * @return 0 to 1; 1 when there is no case
     */
    double rate() {
        return cases == 0 ? 1 : (double) agreed / cases;
    }
}
