package io.github.luffyrl.examples.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.luffyrl.djl.evaluation.Accuracy;
import io.github.luffyrl.djl.recipe.Method;
import io.github.luffyrl.examples.task.SetRole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FindingTest {

    private static Claim claim(String test) throws IOException {
        return Claim.read(new YAMLMapper().readTree("- {id: i, paper: P, says: S, " + test + "}"))
                .get(0);
    }

    private static Claim luffyOverGrpo() throws IOException {
        return claim(
                "more: {method: luffy, measure: accuracy, set: held-out},"
                        + " less: {method: grpo, measure: accuracy, set: held-out}");
    }

    /** A cell per seed, with so many of 100 held-out problems solved. */
    private static List<CellReport> cells(String method, int... solved) {
        List<CellReport> cells = new ArrayList<>();
        for (int seed = 0; seed < solved.length; seed++) {
            cells.add(
                    new CellReport(
                            "t",
                            method,
                            seed,
                            new Sampling(List.of(), 1, 1),
                            List.of(
                                    new CellReport.SetAccuracy(
                                            "s",
                                            SetRole.HELD_OUT,
                                            new Accuracy(0, 100),
                                            new Accuracy(solved[seed], 100))),
                            List.of(),
                            Map.of("entropy-begin", 1.5, "entropy-end", 1.0 - 0.1 * seed)));
        }
        return cells;
    }

    private static List<CellReport> both(List<CellReport> first, List<CellReport> second) {
        List<CellReport> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    @Test
    void theIntervalOfThePairedDifferenceDecides() throws IOException {
        // differences .10 .20 .30: mean .2, deviation .1, half-width 4.303 * .1 / sqrt(3) = .2484
        Finding wide =
                Finding.of(
                        luffyOverGrpo(),
                        both(cells("luffy", 20, 50, 90), cells("grpo", 10, 30, 60)),
                        false);
        assertEquals(Verdict.CANNOT_TELL, wide.verdict());
        assertTrue(
                wide.seen().contains("Difference 20.0 % [-4.8 %, 44.8 %] over 3 seeds."),
                wide.seen());

        // differences .19 .20 .21: half-width .0248. Unpaired, the runs vary far more than that.
        Finding narrow =
                Finding.of(
                        luffyOverGrpo(),
                        both(cells("luffy", 29, 50, 81), cells("grpo", 10, 30, 60)),
                        false);
        assertEquals(Verdict.HOLDS, narrow.verdict());
        assertTrue(narrow.seen().contains("[17.5 %, 22.5 %]"), narrow.seen());
        assertTrue(narrow.seen().startsWith("luffy, accuracy (held out): 53.3 %"), narrow.seen());

        Finding reversed =
                Finding.of(
                        luffyOverGrpo(),
                        both(cells("grpo", 29, 50, 81), cells("luffy", 10, 30, 60)),
                        false);
        assertEquals(Verdict.DOES_NOT_HOLD, reversed.verdict());
    }

    @Test
    void oneSeedCannotTell() throws IOException {
        Finding finding =
                Finding.of(luffyOverGrpo(), both(cells("luffy", 100), cells("grpo", 0)), false);

        assertEquals(Verdict.CANNOT_TELL, finding.verdict());
        assertTrue(finding.seen().contains("Difference 100.0 % over 1 seed."), finding.seen());
    }

    @Test
    void onlySeedsThatBothHaveArePairs() throws IOException {
        Finding finding =
                Finding.of(
                        luffyOverGrpo(),
                        both(cells("luffy", 30, 30, 30, 0, 0), cells("grpo", 10, 10, 10)),
                        false);

        assertEquals(Verdict.HOLDS, finding.verdict());
        assertTrue(finding.seen().contains("over 3 seeds"), finding.seen());
    }

    @Test
    void aMarginLetsNoGainHold() throws IOException {
        Claim noGain =
                claim(
                        "more: {method: grpo, measure: accuracy, set: held-out}, less: {method:"
                                + " luffy, measure: accuracy, set: held-out}, margin: 0.02");
        List<CellReport> equal = both(cells("grpo", 40, 41), cells("luffy", 40, 41));
        List<CellReport> better = both(cells("grpo", 40, 41), cells("luffy", 45, 46));

        assertEquals(Verdict.HOLDS, Finding.of(noGain, equal, false).verdict());
        assertEquals(Verdict.DOES_NOT_HOLD, Finding.of(noGain, better, false).verdict());
    }

    @Test
    void aBoundAndANumberOfOneMethodAreComparedLikewise() throws IOException {
        Claim low = claim("more: 0.05, less: {method: grpo, measure: accuracy, set: held-out}");
        assertEquals(Verdict.HOLDS, Finding.of(low, cells("grpo", 0, 1, 0), false).verdict());
        assertEquals(
                Verdict.DOES_NOT_HOLD, Finding.of(low, cells("grpo", 50, 51, 52), false).verdict());
        Claim falls =
                claim(
                        "more: {method: grpo, measure: entropy-begin}, less: {method: grpo,"
                                + " measure: entropy-end}");
        Finding fallen = Finding.of(falls, cells("grpo", 0, 0, 0), false); // by .5 .6 .7
        assertEquals(Verdict.HOLDS, fallen.verdict());
        assertTrue(fallen.seen().contains("0.600 [0.352, 0.848]"), fallen.seen());
    }

    @Test
    void whatWasNotMeasuredCannotBeTold() throws IOException {
        Finding notRun = Finding.of(luffyOverGrpo(), cells("luffy", 1, 2), false);
        assertEquals(Verdict.CANNOT_TELL, notRun.verdict());
        assertEquals("The method grpo was not run.", notRun.seen());
        Claim other = claim("more: {method: luffy, measure: accuracy, set: harder}, less: 0.5");
        assertEquals(
                "There is no accuracy on a set that is harder of luffy.",
                Finding.of(other, cells("luffy", 1, 2), false).seen());
        Claim compute =
                claim("more: 1, less: {method: luffy, measure: entropy-end}, equal: compute");
        assertEquals(
                Verdict.CANNOT_TELL, Finding.of(compute, cells("luffy", 1, 2), false).verdict());
        assertEquals(
                Verdict.CANNOT_TELL, Finding.of(compute, cells("luffy", 1, 2), true).verdict());
        assertEquals(
                Verdict.NOT_ADDRESSED,
                Finding.of(claim("outside: a theorem"), List.of(), false).verdict());
    }

    @Test
    void theClaimsThatComeAlongNameMethodsThatThereAre() throws IOException {
        Set<String> methods = new HashSet<>(List.of("on-policy-shaped", "on-policy-no-clip"));
        for (Method method : Method.values()) {
            methods.add(method.label());
        }
        Set<String> ids = new TreeSet<>();
        for (Claim claim : Claim.all()) {
            assertTrue(ids.add(claim.id()), claim.id());
            if (claim.test() instanceof Claim.Test.Greater test) {
                for (Quantity quantity : List.of(test.more(), test.less())) {
                    if (quantity instanceof Quantity.Measured measured) {
                        assertTrue(methods.contains(measured.method()), measured.method());
                    }
                }
            }
        }
        assertTrue(ids.size() > 30, ids.toString());
    }
}
