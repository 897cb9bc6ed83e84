package io.github.luffyrl.rewards.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The cases of the test resources, or of {@code -Dluffy.verifier.cases=FILE}; of a foreign file the
 * thresholds alone count. {@code -Dluffy.verifier.throughput=10000} demands so many verdicts a
 * second.
 */
class VerifierCasesTest {

    private static final String LATEX_PARSE = "latex-parse";
    private static final int THREADS = 8;
    private static final int SHOWN = 160;

    private static List<VerifierCase> cases;
    private static SuiteReport report;
    private static Map<String, String> known;

    @BeforeAll
    static void run() {
        cases = CaseFile.cases().stream().map(VerifierCase::of).toList();
        report = SuiteReport.of(cases);
        known = CaseFile.reasons("known-failures.tsv");
        System.out.println(report.table());
        for (CaseResult result : report.disagreements()) {
            VerifierCase failed = result.testCase();
            System.out.printf(
                    "%s%s %s expected %s, oracle %s: %s%n  gold %s%n  prediction %s%n  %s%n",
                    result.falsePositive() ? "FALSE POSITIVE " : "",
                    failed.id(),
                    failed.kind(),
                    failed.expected(),
                    failed.oracle(),
                    result.verdict(),
                    end(failed.gold()),
                    end(failed.prediction()),
                    known.getOrDefault(failed.id(), "NOT LISTED"));
        }
    }

    private static String end(String text) {
        String line = text.replace("\n", "\\n");
        return line.length() <= SHOWN ? line : ".." + line.substring(line.length() - SHOWN);
    }

    @Test
    void theFailuresAreThoseThatAreListedWithTheirReason() {
        if (CaseFile.property("luffy.verifier.cases").isEmpty()) {
            Set<String> failed =
                    report.disagreements().stream()
                            .map(result -> result.testCase().id())
                            .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(new TreeSet<>(known.keySet()), failed, "listed, and found");
        }
    }

    @Test
    void nearlyAllVerdictsAreAsExpected() {
        assertRate(0.98, ofKind(false));
        assertRate(0.90, ofKind(true));
    }

    private static List<CaseResult> ofKind(boolean latexParse) {
        return report.results().stream()
                .filter(r -> r.testCase().kind().equals(LATEX_PARSE) == latexParse)
                .toList();
    }

    private static void assertRate(double least, List<CaseResult> results) {
        KindTotals totals = KindTotals.of(results);
        assertTrue(totals.rate() >= least, totals + ": " + totals.rate() + " < " + least);
    }

    @Test
    void noWrongAnswerIsTakenForRightThatTheOracleRejects() {
        assertEquals(0, KindTotals.of(report.results()).newFalsePositives());
    }

    @Test
    void eightThreadsGiveTheSameVerdicts() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch start = new CountDownLatch(THREADS);
            Callable<SuiteReport> run =
                    () -> {
                        start.countDown();
                        start.await();
                        return SuiteReport.of(cases);
                    };
            List<Future<SuiteReport>> reports = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                reports.add(pool.submit(run));
            }
            for (Future<SuiteReport> other : reports) {
                assertEquals(report.results(), other.get().results());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void throughputIsMeasured() {
        int demanded = Integer.getInteger("luffy.verifier.throughput", 0);
        int rounds = demanded > 0 ? 40 : 4;
        long least = Long.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            least = Math.min(least, ProcessorTime.of(() -> SuiteReport.of(cases)));
        }
        double rate = cases.size() / (least / 1e9);
        System.out.printf("%.0f verdicts/s on one core, best of %d rounds%n", rate, rounds);
        assertTrue(rate >= demanded, rate + " verdicts/s, " + demanded + " demanded");
    }
}
