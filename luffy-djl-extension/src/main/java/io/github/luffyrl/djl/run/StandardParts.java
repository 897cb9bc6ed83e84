package io.github.luffyrl.djl.run;

import ai.djl.training.EasyTrain;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.github.luffyrl.core.advantage.AdvantageAdjustment;
import io.github.luffyrl.core.advantage.AdvantageEstimator;
import io.github.luffyrl.core.objective.ClipRange;
import io.github.luffyrl.core.objective.EntropyCoefficient;
import io.github.luffyrl.core.objective.ImportanceCorrection;
import io.github.luffyrl.core.objective.KlController;
import io.github.luffyrl.core.objective.KlTerm;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.core.objective.OffPolicyClip;
import io.github.luffyrl.core.objective.PolicyObjective;
import io.github.luffyrl.core.objective.PolicyShaping;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.objective.RewardKlPenalty;
import io.github.luffyrl.core.prefix.CutBorder;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.reward.RewardProvider;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.djl.evaluation.Evaluation;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.loss.PolicyLoss;
import io.github.luffyrl.djl.model.Precision;
import io.github.luffyrl.djl.model.Recomputation;
import io.github.luffyrl.djl.recipe.CreditParts;
import io.github.luffyrl.djl.recipe.DataSettings;
import io.github.luffyrl.djl.recipe.EvaluationSettings;
import io.github.luffyrl.djl.recipe.Lora;
import io.github.luffyrl.djl.recipe.PromptSettings;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.recipe.Replay;
import io.github.luffyrl.djl.recipe.Safety;
import io.github.luffyrl.djl.recipe.Updates;
import io.github.luffyrl.djl.recipe.ValidationSettings;
import io.github.luffyrl.djl.recipe.WarmStart;
import io.github.luffyrl.djl.trainer.BatchGradient;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Every part of a training, made of a recipe and of the other parts. */
final class StandardParts {

    private static final Map<Class<?>, BiFunction<Recipe, TrainingParts, ?>> STANDARD =
            new LinkedHashMap<>();

    static {
        loss();
        rollouts();
        put(Optimizer.class, (recipe, parts) -> recipe.optimizer().adamW(parts.get(Tracker.class)));
        put(BatchGradient.class, (recipe, parts) -> EasyTrain::trainBatch);
        put(Tracker.class, (recipe, parts) -> recipe.optimizer().learningRates(recipe.steps()));
        put(WarmStart.class, (recipe, parts) -> recipe.warmStart());
        put(Recomputation.class, (recipe, parts) -> recipe.recompute());
        put(Precision.class, (recipe, parts) -> recipe.precision());
        put(Lora.class, (recipe, parts) -> recipe.lora());
        put(PromptSettings.class, (recipe, parts) -> recipe.prompt());
        put(DataSettings.class, (recipe, parts) -> recipe.data());
        put(EvaluationSettings.class, (recipe, parts) -> recipe.evaluation());
        put(ValidationSettings.class, (recipe, parts) -> recipe.validation());
        put(ValidationScore.class, (recipe, parts) -> Evaluation::rates);
        put(Safety.class, (recipe, parts) -> recipe.safety());
        put(MetricsFiles.class, (recipe, parts) -> MetricsFiles.all());
    }

    private StandardParts() {}

    private static <T> void put(Class<T> part, BiFunction<Recipe, TrainingParts, T> standard) {
        STANDARD.put(part, standard);
    }

    private static void loss() {
        put(PolicyShaping.class, (recipe, parts) -> recipe.objective().offPolicy().shaping());
        put(OffPolicyClip.class, (recipe, parts) -> recipe.objective().offPolicy().clip());
        put(ClipRange.class, (recipe, parts) -> recipe.objective().onPolicy().clip().range());
        put(
                ImportanceCorrection.class,
                (recipe, parts) -> recipe.objective().onPolicy().correction());
        put(LossNormalizer.class, (recipe, parts) -> recipe.objective().normalizer());
        put(
                PolicyObjective.class,
                (recipe, parts) ->
                        recipe.objective()
                                .policy(
                                        parts.get(PolicyShaping.class),
                                        parts.get(OffPolicyClip.class),
                                        parts.get(ClipRange.class),
                                        parts.get(ImportanceCorrection.class),
                                        parts.get(LossNormalizer.class)));
        put(
                EntropyCoefficient.class,
                (recipe, parts) -> recipe.objective().entropy().entropyCoefficient());
        put(KlTerm.class, (recipe, parts) -> recipe.objective().kl());
        put(
                PolicyUpdate.class,
                (recipe, parts) ->
                        new PolicyUpdate(
                                parts.get(PolicyObjective.class),
                                parts.get(EntropyCoefficient.class),
                                parts.get(KlTerm.class),
                                0));
        put(
                Loss.class,
                (recipe, parts) -> new PolicyLoss("PolicyLoss", parts.get(PolicyUpdate.class)));
    }

    private static void rollouts() {
        put(PolicyFactory.class, (recipe, parts) -> ModelPolicy::new);
        put(SamplingParams.class, (recipe, parts) -> recipe.sampling().params());
        put(PrefixSchedule.class, (recipe, parts) -> recipe.prefix().schedule());
        put(CutBorder.class, (recipe, parts) -> recipe.prefix().cutAt());
        put(
                RewardFunction.class,
                (recipe, parts) ->
                        RewardProvider.find(recipe.reward().kind(), recipe.reward().options()));
        put(AdvantageEstimator.class, (recipe, parts) -> recipe.advantage().estimator());
        put(CreditFactory.class, StandardParts::credit);
        put(
                RewardKlPenalty.class,
                (recipe, parts) -> new RewardKlPenalty(recipe.rewardKl().estimator()));
        put(KlController.class, (recipe, parts) -> recipe.rewardKl().controller());
        put(
                AdvantageAdjustment.class,
                (recipe, parts) -> recipe.adjustment().with(recipe.overlong()));
        put(GroupFilter.class, (recipe, parts) -> recipe.groups().filter()::test);
        put(Replay.class, (recipe, parts) -> recipe.replay());
        put(Updates.class, (recipe, parts) -> recipe.updates());
    }

    private static CreditFactory credit(Recipe recipe, TrainingParts parts) {
        return models ->
                recipe.advantage()
                        .credit(
                                new CreditParts(
                                        parts.get(AdvantageEstimator.class),
                                        parts.get(LossNormalizer.class),
                                        rollouts(recipe.steps(), parts.get(Updates.class)),
                                        recipe.microBatchTokens(),
                                        models));
    }

    private static int rollouts(int steps, Updates updates) {
        int each = updates.miniBatches() * updates.epochs();
        return (steps + each - 1) / each;
    }

    static Set<Class<?>> types() {
        return Collections.unmodifiableSet(STANDARD.keySet());
    }

    static <T> T make(Class<T> part, Recipe recipe, TrainingParts parts) {
        BiFunction<Recipe, TrainingParts, ?> standard = STANDARD.get(part);
        if (standard == null) {
            throw new IllegalArgumentException(
                    part.getName()
                            + " is no part of a training; the parts are "
                            + types().stream().map(Class::getSimpleName).sorted().toList());
        }
        return part.cast(standard.apply(recipe, parts));
    }
}
