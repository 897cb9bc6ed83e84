package io.github.luffyrl.rewards.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.FieldMatchingStrategy;
import io.github.luffyrl.rewards.options.GoldFormat;
import io.github.luffyrl.rewards.options.RelationComparison;
import io.github.luffyrl.rewards.options.VerifierOptions;
import io.github.luffyrl.rewards.verifier.MathVerifier;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The answers of {@code -Dluffy.valid.parquet=FILE}, in the layout of LUFFY's authors. */
@EnabledIfSystemProperty(named = "luffy.valid.parquet", matches = ".+")
class RealAnswersTest {

    private static final int SHUFFLES = 5;

    private final MathVerifier verifier =
            new MathVerifier(
                    VerifierOptions.builder()
                            .optGoldFormat(GoldFormat.BARE)
                            .optRelationComparison(RelationComparison.EITHER)
                            .build());

    private static List<String> answers;

    record Row(RewardModel rewardModel) {}

    record RewardModel(String groundTruth) {}

    @BeforeAll
    static void read() throws IOException {
        answers =
                new CarpetReader<>(
                                Path.of(System.getProperty("luffy.valid.parquet")).toFile(),
                                Row.class)
                                .withFieldMatchingStrategy(FieldMatchingStrategy.SNAKE_CASE)
                                .toList()
                                .stream()
                                .map(row -> row.rewardModel().groundTruth())
                                .toList();
        assertFalse(answers.isEmpty());
    }

    private boolean correct(String gold, String answer) {
        return verifier.verify(gold, "We add up, so that it is \\boxed{" + answer + "} in all.")
                .isCorrect();
    }

    @Test
    void everyMathematicalAnswerEqualsItself() {
        Map<String, String> listed = CaseFile.reasons("not-mathematical.tsv");
        TreeSet<String> failed = new TreeSet<>();
        answers.stream().filter(answer -> !correct(answer, answer)).forEach(failed::add);
        failed.removeAll(listed.keySet());
        System.out.printf("%d real answers, %d listed%n", answers.size(), listed.size());
        assertEquals("", String.join("\n", failed));
    }

    @Test
    void anotherProblemsAnswerIsWrongUnlessTheTwoAreEqual() {
        Map<String, String> equal = CaseFile.reasons("equal-answers.tsv");
        Map<String, String> asymmetric = new LinkedHashMap<>();
        TreeSet<String> unlisted = new TreeSet<>();
        int pairs = 0;
        for (int seed = 0; seed < SHUFFLES; seed++) {
            List<String> others = shuffled(seed);
            for (int i = 0; i < answers.size(); i++) {
                String gold = answers.get(i);
                String other = others.get(i);
                boolean right = correct(gold, other);
                if (right != correct(other, gold)) {
                    asymmetric.put(gold, other);
                }
                String pair = pair(gold, other);
                if (right && !sameNumber(gold, other) && !equal.containsKey(pair)) {
                    unlisted.add(pair);
                }
                pairs++;
            }
        }
        System.out.printf("%d pairs of real answers%n", pairs);
        assertEquals("", String.join("\n", unlisted));
        assertTrue(asymmetric.isEmpty(), asymmetric.toString());
    }

    private static boolean sameNumber(String one, String other) {
        String number = "-?[0-9]+([.][0-9]+)?";
        return one.equals(other)
                || (one.matches(number)
                        && other.matches(number)
                        && new BigDecimal(one).compareTo(new BigDecimal(other)) == 0);
    }

    private static String pair(String one, String other) {
        return one.compareTo(other) < 0 ? one + " ~ " + other : other + " ~ " + one;
    }

    private static List<String> shuffled(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> others = new ArrayList<>(answers);
        for (int i = others.size() - 1; i > 0; i--) {
            others.set(i, others.set(random.nextInt(i + 1), others.get(i)));
        }
        return others;
    }
}
