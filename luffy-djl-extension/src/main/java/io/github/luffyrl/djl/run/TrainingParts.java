package io.github.luffyrl.djl.run;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import io.github.luffyrl.core.advantage.AdvantageAdjustment;
import io.github.luffyrl.core.advantage.AdvantageEstimator;
import io.github.luffyrl.core.objective.KlController;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.objective.RewardKlPenalty;
import io.github.luffyrl.core.prefix.CutBorder;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.GuardedReward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.djl.credit.AuxiliaryModels;
import io.github.luffyrl.djl.dataset.Credit;
import io.github.luffyrl.djl.dataset.DemonstrationDataset;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.evaluation.Evaluation;
import io.github.luffyrl.djl.evaluation.PolicyEvaluator;
import io.github.luffyrl.djl.generation.ModelScorer;
import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.djl.listener.MetricsSink;
import io.github.luffyrl.djl.loss.PolicyLoss;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.model.CausalLm;
import io.github.luffyrl.djl.model.Precision;
import io.github.luffyrl.djl.model.Recomputation;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.recipe.Advantage;
import io.github.luffyrl.djl.recipe.EvaluationSettings;
import io.github.luffyrl.djl.recipe.Lora;
import io.github.luffyrl.djl.recipe.Objective;
import io.github.luffyrl.djl.recipe.Overlong;
import io.github.luffyrl.djl.recipe.PrefixSettings;
import io.github.luffyrl.djl.recipe.PromptSettings;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.recipe.Replay;
import io.github.luffyrl.djl.recipe.RewardSettings;
import io.github.luffyrl.djl.recipe.Safety;
import io.github.luffyrl.djl.recipe.Updates;
import io.github.luffyrl.djl.recipe.WarmStart;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The parts of a training: those that a recipe asks for, any of which can be replaced, and what DJL
 * trains with, made of them.
 *
 * <pre>{@code
 * TrainingParts parts = TrainingParts.of(recipe).with(PolicyShaping.class, PolicyShaping.none());
 * parts.prepare(model);
 * RolloutDataset rollouts = parts.rollouts(model, encoder, problems).build();
 * try (Trainer trainer = parts.trainer(model)) {
 *     trainer.initialize(new Shape(1, 1));
 *     EasyTrain.fit(trainer, 1, rollouts, null);
 * }
 * }</pre>
 *
 * <p>A part that is made of others, as the objective is of its shaping, uses their replacements.
 */
public final class TrainingParts {

    private static final RewardSettings UNNAMED = new RewardSettings("math", Map.of());

    private final Recipe recipe;
    private final Map<Class<?>, Supplier<?>> replaced;

    private TrainingParts(Recipe recipe, Map<Class<?>, Supplier<?>> replaced) {
        this.recipe = recipe;
        this.replaced = replaced;
    }

    /**
     * Returns the parts that a recipe asks for.
     *
     * @param recipe every setting
     * @return the parts
     */
    public static TrainingParts of(Recipe recipe) {
        return new TrainingParts(recipe, Map.of());
    }

    /**
     * Returns the types of the parts.
     *
     * @return what {@link #with} and {@link #get} take
     */
    public static Set<Class<?>> types() {
        return StandardParts.types();
    }

    /**
     * Returns these parts with one replaced. A part with a state of its own, such as an optimizer,
     * serves one training.
     *
     * @param <T> the part
     * @param part its type, one of {@link #types}
     * @param replacement takes its place
     * @return the parts
     * @throws IllegalArgumentException if there is no such part
     */
    public <T> TrainingParts with(Class<T> part, T replacement) {
        return providing(part, () -> replacement);
    }

    /**
     * Returns these parts with one replaced by what is made whenever the part is asked for.
     *
     * @param <T> the part
     * @param part its type, one of {@link #types}
     * @param replacement makes it
     * @return the parts
     * @throws IllegalArgumentException if there is no such part
     */
    public <T> TrainingParts providing(Class<T> part, Supplier<? extends T> replacement) {
        if (!types().contains(part)) {
            StandardParts.make(part, recipe, this); // throws, naming the parts
        }
        Map<Class<?>, Supplier<?>> more = new HashMap<>(replaced);
        more.put(part, replacement);
        return new TrainingParts(recipe, Map.copyOf(more));
    }

    /**
     * Returns a part.
     *
     * @param <T> the part
     * @param part its type, one of {@link #types}
     * @return its replacement, or what the recipe asks for
     * @throws IllegalArgumentException if there is no such part, or the recipe names a reward that
     *     no provider has
     */
    public <T> T get(Class<T> part) {
        Supplier<?> replacement = replaced.get(part);
        return replacement == null ? standard(part) : part.cast(replacement.get());
    }

    /**
     * Returns a part as the recipe asks for it, made of the other parts and their replacements.
     *
     * @param <T> the part
     * @param part its type, one of {@link #types}
     * @return a new one if it has a state
     */
    public <T> T standard(Class<T> part) {
        return StandardParts.make(part, recipe, this);
    }

    /**
     * Returns the settings.
     *
     * @return the recipe that the parts were made of
     */
    public Recipe recipe() {
        return recipe;
    }

    /**
     * Refuses a second reward.
     *
     * @throws IllegalArgumentException if the recipe names a reward, too
     */
    public void requireNoNamedReward() {
        if (!recipe.reward().equals(UNNAMED)) {
            throw new IllegalArgumentException(
                    "reward.kind = "
                            + recipe.reward().kind()
                            + " in the recipe, but the program gives a RewardFunction: leave one"
                            + " of them out");
        }
    }

    /**
     * Returns the encoder with the recipe's limits, cut points and variables of the template.
     *
     * @param model whose tokenizer and chat template it uses
     * @return the encoder; it is closed with the model
     * @throws IllegalArgumentException if there are variables and the model has no chat template
     */
    public ProblemEncoder encoder(LoadedModel model) {
        return configured(
                model.encoder(
                        recipe.sampling().maxPromptTokens(),
                        get(SamplingParams.class).maxResponseTokens()));
    }

    /**
     * Returns an encoder with the recipe's cut points and variables of the template.
     *
     * @param encoder of the model
     * @return an encoder that shares the tokenizer
     * @throws IllegalArgumentException if there are variables and the model has no chat template
     */
    public ProblemEncoder configured(ProblemEncoder encoder) {
        return encoder.cuttingAt(get(CutBorder.class))
                .withVariables(get(PromptSettings.class).variables());
    }

    /**
     * Sets a model up for training: adapter, recomputation and precision.
     *
     * @param model its block is a {@link CausalLm}; any other block is left as it is
     * @throws IllegalStateException if the model's device does not compute in the precision
     * @throws IllegalArgumentException if another block is to compute in another precision than its
     *     own
     */
    public void prepare(Model model) {
        if (model.getBlock() instanceof CausalLm block) {
            block.recompute(get(Recomputation.class));
            block.computeIn(get(Precision.class), model.getNDManager().getDevice());
            get(Lora.class)
                    .adapter()
                    .ifPresent(lora -> CausalLanguageModel.addAdapter(model, lora, recipe.seed()));
        } else if (get(Precision.class) != Precision.FLOAT32) {
            throw new IllegalArgumentException(
                    "precision = bfloat16: the model is a "
                            + model.getBlock().getClass().getName()
                            + ", which computes in the type of its own parameters; need float32");
        }
    }

    /**
     * Returns loss, optimizer and device.
     *
     * @param model to be trained
     * @return a configuration without listeners
     */
    public DefaultTrainingConfig config(Model model) {
        return new DefaultTrainingConfig(get(Loss.class))
                .optDevices(new Device[] {model.getNDManager().getDevice()})
                .optOptimizer(get(Optimizer.class));
    }

    /**
     * Returns a trainer.
     *
     * @param model to be trained, {@link #prepare}d
     * @param sinks for the metrics of each step; the caller closes them
     * @param listeners of the trainer
     * @return the trainer, to be closed by the caller
     */
    public LuffyTrainer trainer(
            Model model, List<MetricsSink> sinks, TrainingListener... listeners) {
        DefaultTrainingConfig config =
                config(model)
                        .addTrainingListeners(
                                new MetricsListener(sinks.toArray(MetricsSink[]::new)))
                        .addTrainingListeners(listeners);
        return new LuffyTrainer(model, config, recipe.optimizer().maxGradNorm());
    }

    /**
     * Returns the parts of the steps before those of the recipe. Their loss and their optimizer are
     * made of the recipe's warm start, whatever replaces those of the recipe.
     *
     * @return the parts of supervised fine-tuning; empty for a recipe without warm start
     */
    public Optional<TrainingParts> warmStart() {
        return get(WarmStart.class).recipe(recipe).map(TrainingParts::of);
    }

    /**
     * Returns whether demonstrations alone are trained on.
     *
     * @return true for supervised fine-tuning
     */
    public boolean supervised() {
        return recipe.objective().kind() == Objective.Kind.SFT;
    }

    private boolean needsReference() {
        return update().kl().active() || chargesKl();
    }

    /** Whether rewards have a KL penalty. */
    private boolean chargesKl() {
        KlController none = new KlController.Fixed(0);
        return !get(KlController.class).equals(none);
    }

    /**
     * Returns whether the recipe asks for demonstrations.
     *
     * @return true if a run without any would be another method
     */
    public boolean guided() {
        Objective.Kind kind = recipe.objective().kind();
        return kind != Objective.Kind.MIXED_POLICY
                || warmStart().isPresent()
                || !(recipe.prefix() instanceof PrefixSettings.None);
    }

    /**
     * Adds what the recipe asks for beside the policy: the reference of a KL term or penalty,
     * critic, process reward model. Each is loaded from the model's directory.
     *
     * @param rollouts what {@link #rollouts} returned
     * @param models loads them
     * @return the same builder
     * @throws IOException when a model cannot be read
     */
    public RolloutDataset.Builder withModels(
            RolloutDataset.Builder rollouts, AuxiliaryModels models) throws IOException {
        if (needsReference()) {
            rollouts.optReference(new ModelScorer(models.reference(), recipe.microBatchTokens()));
        }
        return rollouts.optCredit(get(CreditFactory.class).create(models));
    }

    private PolicyUpdate update() {
        return get(Loss.class) instanceof PolicyLoss loss ? loss.update() : get(PolicyUpdate.class);
    }

    /**
     * Returns the dataset of supervised fine-tuning.
     *
     * @param model that is trained
     * @param encoder how problems become tokens
     * @param problems with at least one demonstration
     * @return a builder with every setting
     */
    public DemonstrationDataset.Builder demonstrations(
            Model model, ProblemEncoder encoder, List<Problem> problems) {
        DemonstrationDataset.Builder builder =
                DemonstrationDataset.builder()
                        .setEncodedProblems(configured(encoder).encode(problems))
                        .optRowsPerStep(recipe.promptsPerStep())
                        .optSteps(recipe.steps())
                        .optMicroBatchTokens(recipe.microBatchTokens())
                        .optSeed(recipe.seed());
        computeLimit(model, (flops, parameters) -> builder.optComputeLimit(flops, parameters));
        return builder;
    }

    private void computeLimit(Model model, BiConsumer<Double, Long> setting) {
        if (recipe.flops().isPresent() && model.getBlock() instanceof CausalLm block) {
            setting.accept(recipe.flops().getAsDouble(), block.multipliedParameters());
        }
    }

    /**
     * Returns the dataset of rollouts.
     *
     * @param model samples them
     * @param encoder how problems become tokens
     * @param problems to train on
     * @return a builder with every setting but models beside the policy, see {@link #withModels}
     */
    public RolloutDataset.Builder rollouts(
            Model model, ProblemEncoder encoder, List<Problem> problems) {
        Updates updates = get(Updates.class);
        ModelScorer scorer = new ModelScorer(model, recipe.microBatchTokens());
        RolloutDataset.Builder builder =
                rollouts(get(PolicyFactory.class).create(model), encoder, problems)
                        .optUpdates(updates.miniBatches(), updates.epochs(), scorer);
        get(Replay.class).settings().ifPresent(settings -> builder.optReplay(settings, scorer));
        computeLimit(model, (flops, parameters) -> builder.optComputeLimit(flops, parameters));
        return builder;
    }

    /**
     * Returns the dataset of rollouts of any policy.
     *
     * @param policy samples them
     * @param encoder how problems become tokens
     * @param problems to train on
     * @return a builder; what needs a model, such as {@code optUpdates}, is the caller's to add
     */
    public RolloutDataset.Builder rollouts(
            Policy policy, ProblemEncoder encoder, List<Problem> problems) {
        RolloutDataset.Builder builder = RolloutDataset.builder();
        if (!(recipe.advantage() instanceof Advantage.Group)) {
            builder.optCredit(rollout -> missingModels());
        }
        if (chargesKl()) {
            builder.optRewardKl(get(RewardKlPenalty.class), get(KlController.class));
        }
        return builder.setPolicy(policy)
                .setEncoder(configured(encoder))
                .setProblems(problems)
                .setReward(trainingReward())
                .optPrefix(get(PrefixSchedule.class))
                .optAdvantage(get(AdvantageEstimator.class))
                .optAdjustment(get(AdvantageAdjustment.class))
                .optMaskTruncated(recipe.overlong().truncated() == Overlong.Truncated.MASK)
                .optTemperature(sampling(encoder).temperature())
                .optGroups(recipe.promptsPerStep(), recipe.groupSize())
                .optGroupFilter(get(GroupFilter.class), recipe.groups().draws())
                .optSteps(recipe.steps())
                .optStepsBefore(get(WarmStart.class).steps())
                .optMicroBatchTokens(recipe.microBatchTokens())
                .optLoss(get(Loss.class))
                .optSeed(recipe.seed());
    }

    private Credit missingModels() {
        throw new IllegalStateException(
                "advantages of the kind "
                        + recipe.advantage().getClass().getSimpleName()
                        + " are made with models beside the policy: give the builder to"
                        + " TrainingParts.withModels");
    }

    /** The gradient is that of the whole distribution, so the samples have to be, too. */
    private SamplingParams sampling(ProblemEncoder encoder) {
        SamplingParams sampling = get(SamplingParams.class);
        if (sampling.truncated()
                || !sampling.stopTokens().isEmpty()
                || sampling.maxResponseTokens() != encoder.maxResponseTokens()) {
            throw new IllegalArgumentException(
                    sampling
                            + ": rollouts are sampled from all tokens, without further stop tokens,"
                            + " up to the encoder's maxResponseTokens = "
                            + encoder.maxResponseTokens());
        }
        return sampling;
    }

    private RewardFunction trainingReward() {
        return guarded(
                recipe.overlong()
                        .reward(
                                get(RewardFunction.class),
                                get(SamplingParams.class).maxResponseTokens()));
    }

    /**
     * Returns a reward that may fail, or take too long, without ending the run.
     *
     * @param reward to be guarded
     * @return the same reward otherwise
     */
    public RewardFunction guarded(RewardFunction reward) {
        double seconds = get(Safety.class).rewardSeconds();
        return new GuardedReward(reward, Duration.ofNanos((long) (seconds * 1e9)));
    }

    /**
     * Returns the evaluation of a model.
     *
     * @param model evaluated with the weights it has then
     * @param encoder how problems become tokens
     * @param sets problems by name of the set
     * @return the evaluation
     * @throws IllegalArgumentException if a prompt is too long
     */
    public Evaluation evaluation(
            Model model, ProblemEncoder encoder, Map<String, List<Problem>> sets) {
        return evaluation(get(PolicyFactory.class).create(model), encoder, sets);
    }

    /**
     * Returns the evaluation of any policy.
     *
     * @param policy answers the problems
     * @param encoder how problems become tokens
     * @param sets problems by name of the set
     * @return the evaluation
     * @throws IllegalArgumentException if a prompt is too long
     */
    public Evaluation evaluation(
            Policy policy, ProblemEncoder encoder, Map<String, List<Problem>> sets) {
        return new Evaluation(
                new PolicyEvaluator(
                        policy,
                        configured(encoder),
                        guarded(get(RewardFunction.class)),
                        get(EvaluationSettings.class).temperature(),
                        Evaluation.SEED),
                sets);
    }
}
