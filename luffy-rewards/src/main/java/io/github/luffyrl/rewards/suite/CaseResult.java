package io.github.luffyrl.rewards.suite;

import io.github.luffyrl.rewards.verifier.Verdict;

/**
 * What a verifier said of a case.
 *
 * @param testCase the case
 * @param verdict what it said
 */
public record CaseResult(VerifierCase testCase, Verdict verdict) {

    /**
     * Returns whether the verdict is the one that was expected.
     *
     * @return true also where nothing is expected
     */
    public boolean agrees() {
        return testCase.agrees(verdict);
    }

    /**
     * Returns whether a wrong prediction was taken for a right one: the failure that a policy
     * learns to exploit.
     *
     * @return whether the verdict is {@code Correct} and should not be
     */
    public boolean falsePositive() {
        return verdict.isCorrect() && !agrees();
    }
}
