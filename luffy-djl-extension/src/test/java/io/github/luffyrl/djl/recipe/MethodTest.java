package io.github.luffyrl.djl.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.advantage.AdvantageEstimator;
import io.github.luffyrl.core.advantage.AdvantageScale;
import io.github.luffyrl.core.advantage.GroupMeanAdvantage;
import io.github.luffyrl.core.advantage.JointGroupAdvantage;
import io.github.luffyrl.core.advantage.LeaveOneOutAdvantage;
import io.github.luffyrl.core.advantage.SplitGroupAdvantage;
import io.github.luffyrl.core.objective.BehaviourPolicy;
import io.github.luffyrl.core.objective.ClipRange;
import io.github.luffyrl.core.objective.KlEstimator;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.MultitaskObjective;
import io.github.luffyrl.core.objective.OnPolicyRatio;
import io.github.luffyrl.core.objective.PolicyObjective;
import io.github.luffyrl.core.objective.PolicyShaping;
import io.github.luffyrl.core.objective.SftObjective;
import io.github.luffyrl.core.prefix.AdaptivePrefix;
import io.github.luffyrl.core.prefix.FixedCuts;
import io.github.luffyrl.core.prefix.PartialDemonstration;
import io.github.luffyrl.core.prefix.PrefixRatio;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.prefix.PrefixedRows;
import io.github.luffyrl.core.prefix.UnprefixedGroups;
import io.github.luffyrl.core.prime.ImplicitReward;
import io.github.luffyrl.djl.credit.PrimeCredit;
import io.github.luffyrl.djl.loss.PolicyLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MethodTest {

    private static final LossNormalizer PER_ROW = LossNormalizer.fixedLengthPerRow(40);
    private static final LossNormalizer TOKEN_MEAN = LossNormalizer.tokenMean();
    private static final PolicyShaping PLAIN = PolicyShaping.none();
    private static final PolicyShaping LUFFY = PolicyShaping.rational(0.1);
    private static final ClipRange PPO = ClipRange.symmetric(0.2);
    private static final ClipRange FREE = ClipRange.none();

    private static final Path RECIPES = Path.of("src/main/resources/io/github/luffyrl/djl/recipe");

    private static Recipe recipe(Method method) {
        return Recipe.of(method);
    }

    @Test
    void everyRecipeFileIsAMethod() throws IOException {
        Set<String> files = new TreeSet<>();
        try (Stream<Path> list = Files.list(RECIPES)) {
            list.forEach(file -> files.add(file.getFileName().toString()));
        }
        files.remove("defaults.yaml");
        assertEquals(
                Stream.of(Method.values())
                        .map(method -> method + ".yaml")
                        .collect(Collectors.toCollection(TreeSet::new)),
                files);
    }

    @ParameterizedTest
    @EnumSource
    void everyMethodSaysWhereItComesFromAndBuildsItsLoss(Method method) {
        Recipe recipe = recipe(method);

        assertEquals(method, recipe.method());
        assertTrue(method.description().contains("arXiv "), method.toString());
        assertEquals(
                recipe.objective().update(),
                new PolicyLoss("l", recipe.objective().update()).update());
        recipe.prefix().schedule().check(recipe.groupSize());
        recipe.advantage().estimator().advantages(new double[] {0, 1}, new boolean[2]);
    }

    /** What each method stands for, written out once more beside its recipe. */
    @Test
    void theObjectivesAreThoseOfThePapers() {
        assertObjective(mixed(LUFFY, FREE, PER_ROW), Method.LUFFY);
        assertObjective(mixed(LUFFY, FREE, TOKEN_MEAN), Method.LUFFY_PAPER);
        assertObjective(mixed(LUFFY, PPO, PER_ROW), Method.LUFFY_CLIP);
        assertObjective(mixed(new PolicyShaping.Power(0.5), FREE, PER_ROW), Method.LUFFY_SQRT);
        assertObjective(mixed(new PolicyShaping.Log(0.1), FREE, PER_ROW), Method.LUFFY_LOG);
        assertObjective(
                mixed(new PolicyShaping.LogBlend(0.1), FREE, PER_ROW), Method.LUFFY_LOG_BLEND);
        assertObjective(mixed(PLAIN, FREE, PER_ROW), Method.MIXED);
        assertObjective(mixed(PLAIN, PPO, PER_ROW), Method.MIXED_CLIP);
        assertObjective(
                MixedPolicyObjective.builder()
                        .shaping(PLAIN)
                        .behaviour(BehaviourPolicy.GIVEN)
                        .normalizer(PER_ROW)
                        .build(),
                Method.BEHAVIOUR);
        assertObjective(
                MixedPolicyObjective.builder()
                        .shaping(LUFFY)
                        .behaviour(BehaviourPolicy.GIVEN_SHAPED)
                        .normalizer(PER_ROW)
                        .build(),
                Method.BEHAVIOUR_SHAPED);
        assertObjective(new MultitaskObjective(mixed(LUFFY, FREE, PER_ROW), 1), Method.RL_WITH_SFT);
        assertObjective(new SftObjective(), Method.SFT);
        assertObjective(mixed(LUFFY, PPO, PER_ROW), Method.GRPO);
        assertObjective(mixed(LUFFY, PPO, LossNormalizer.rowMean()), Method.GRPO_PAPER);
        assertObjective(mixed(LUFFY, PPO, PER_ROW), Method.DR_GRPO);
        assertObjective(mixed(LUFFY, PPO, TOKEN_MEAN), Method.SIMPLERL);
        assertObjective(mixed(LUFFY, new ClipRange(0.8, 1.28), TOKEN_MEAN), Method.DAPO);
        assertObjective(mixed(LUFFY, FREE, LossNormalizer.rowSum()), Method.RLOO);
        assertObjective(
                MixedPolicyObjective.builder()
                        .clip(new ClipRange(1 - 3e-4, 1 + 4e-4))
                        .ratioLevel(OnPolicyRatio.Level.SEQUENCE)
                        .normalizer(LossNormalizer.rowMean())
                        .build(),
                Method.GSPO);
        assertObjective(
                MixedPolicyObjective.builder()
                        .clip(new ClipRange(0, 5))
                        .surrogate(OnPolicyRatio.Surrogate.CISPO)
                        .build(),
                Method.CISPO);
        assertObjective(mixed(LUFFY, PPO, TOKEN_MEAN), Method.PPO);
        assertObjective(mixed(LUFFY, PPO, LossNormalizer.rowMean()), Method.OPEN_REASONER_ZERO);
        assertObjective(mixed(LUFFY, PPO, TOKEN_MEAN), Method.REINFORCE_PLUS_PLUS);
        assertObjective(mixed(LUFFY, PPO, TOKEN_MEAN), Method.PRIME);
    }

    private static MixedPolicyObjective mixed(
            PolicyShaping shaping, ClipRange clip, LossNormalizer normalizer) {
        return MixedPolicyObjective.builder()
                .shaping(shaping)
                .clip(clip)
                .normalizer(normalizer)
                .build();
    }

    private static void assertObjective(PolicyObjective expected, Method method) {
        assertEquals(expected, recipe(method).objective().update().policy(), method.toString());
    }

    @Test
    void advantagesAndDemonstrationsAreThoseOfThePapers() {
        AdvantageEstimator centred = JointGroupAdvantage.centered();
        AdvantageEstimator standardised = JointGroupAdvantage.standardized();
        assertGroup(centred, true, Method.LUFFY);
        assertGroup(standardised, true, Method.LUFFY_PAPER);
        assertGroup(centred, true, Method.MIXED);
        assertGroup(new SplitGroupAdvantage(AdvantageScale.none()), true, Method.RL_WITH_SFT);
        assertGroup(centred, false, Method.GRPO);
        assertGroup(standardised, false, Method.GRPO_PAPER);
        assertGroup(GroupMeanAdvantage.drGrpo(), false, Method.DR_GRPO);
        assertGroup(standardised, false, Method.SIMPLERL);
        assertGroup(standardised, false, Method.DAPO);
        assertGroup(new LeaveOneOutAdvantage(), false, Method.RLOO);
        assertGroup(standardised, false, Method.GSPO);
        assertGroup(standardised, false, Method.CISPO);
    }

    @Test
    void theCreditOfTokensIsThatOfThePapers() {
        Recipe reasoner = recipe(Method.OPEN_REASONER_ZERO);
        Advantage.Gae gae = (Advantage.Gae) reasoner.advantage();
        assertEquals(
                new Advantage.Gae(
                        1,
                        1,
                        true,
                        new Advantage.Critic(
                                OptionalDouble.of(0.2),
                                new Updates(12, 1),
                                gae.critic().optimizer())),
                gae);
        assertEquals(new Updates(1, 1), reasoner.updates());
        assertEquals(new RewardKl.None(), reasoner.rewardKl());
        assertEquals(Overlong.Truncated.ZERO_REWARD, reasoner.overlong().truncated());

        Recipe ppo = recipe(Method.PPO);
        assertEquals(0.95, ((Advantage.Gae) ppo.advantage()).lambda());
        assertEquals(new Updates(1, 4), ppo.updates());
        assertTrue(ppo.rewardKl() instanceof RewardKl.Adaptive);

        Recipe reinforce = recipe(Method.REINFORCE_PLUS_PLUS);
        assertEquals(new Advantage.ReinforcePlusPlus(1), reinforce.advantage());
        assertEquals(new RewardKl.Fixed(KlEstimator.k1(), 0.001), reinforce.rewardKl());

        Recipe prime = recipe(Method.PRIME);
        Advantage.Prime process = (Advantage.Prime) prime.advantage();
        assertEquals(
                new Advantage.Prime(
                        0.05,
                        ImplicitReward.PER_TOKEN,
                        true,
                        1,
                        1,
                        PrimeCredit.Scoring.BEFORE_UPDATE,
                        process.rewardModel()),
                process);
        assertEquals(10, process.rewardModel().optimizer().maxGradNorm());
        assertEquals(new Groups.MeanReward(0.2, 0.8, 3), prime.groups());
        for (Recipe recipe : List.of(reasoner, ppo, reinforce, prime)) {
            assertEquals(PrefixSchedule.none(), recipe.prefix().schedule());
        }
    }

    @Test
    void prefixRlConditionsOnPrefixes() {
        assertEquals(PrefixSchedule.prefixRl(), recipe(Method.PREFIX_RL).prefix().schedule());
        assertEquals(new FixedCuts(3, 0.4, 0.8), recipe(Method.PREFIX_RL_ONLY).prefix().schedule());
        assertEquals(
                new UnprefixedGroups(
                        0.25,
                        new AdaptivePrefix(PrefixedRows.all(), PrefixUse.CONTEXT, 0.5, 0.2, 0.6)),
                recipe(Method.PREFIX_ADAPTIVE).prefix().schedule());
        assertObjective(mixed(LUFFY, FREE, PER_ROW), Method.PREFIX_RL);
    }

    @Test
    void prefixRftTrainsAPrefixThatFadesAndExploresAfterIt() {
        assertEquals(
                new PartialDemonstration(
                        PrefixedRows.first(1),
                        new PrefixRatio.LinearMax(0.95, 100),
                        PrefixUse.TRAINED),
                recipe(Method.PREFIX_RFT).prefix().schedule());
        assertObjective(mixed(LUFFY, FREE, PER_ROW), Method.PREFIX_RFT);
    }

    @Test
    void chordWeighsItsSftLossAsOneToNine() {
        Objective objective = recipe(Method.CHORD).objective();
        assertEquals(Objective.Kind.RL_WITH_SFT, objective.kind());
        assertEquals(0.1 / 0.9, objective.sftCoefficient(), 1e-3);
        assertGroup(
                new SplitGroupAdvantage(AdvantageScale.standardDeviation()), true, Method.CHORD);
    }

    private static void assertGroup(
            AdvantageEstimator expected, boolean demonstrations, Method method) {
        assertEquals(expected, recipe(method).advantage().estimator(), method.toString());
        assertEquals(
                demonstrations ? PrefixSchedule.wholeDemonstration() : PrefixSchedule.none(),
                recipe(method).prefix().schedule(),
                method.toString());
    }
}
