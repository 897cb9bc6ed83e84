package io.github.luffyrl.examples.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.EasyTrain;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.generation.ModelScorer;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.djl.run.PolicyFactory;
import io.github.luffyrl.djl.run.TrainingParts;
import io.github.luffyrl.djl.server.InferenceServer;
import io.github.luffyrl.djl.server.RequestLimits;
import io.github.luffyrl.djl.server.ServerAddress;
import io.github.luffyrl.djl.server.ServerException;
import io.github.luffyrl.djl.server.ServerPolicy;
import io.github.luffyrl.djl.server.ServerProbe;
import io.github.luffyrl.djl.server.TrainedServerPolicy;
import io.github.luffyrl.djl.server.WeightReload;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import io.github.luffyrl.examples.experiment.EmbeddedModel;
import io.github.luffyrl.examples.experiment.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that is trained here and sampled on a server that really generates. */
class TrainedServerPolicyTest {

    private static final double TOLERANCE = 1e-3;

    @TempDir static Path directory;
    @TempDir private Path folder;

    private final Task task = Task.digitMachine(1, 8);

    @BeforeAll
    static void unpack() throws IOException {
        EmbeddedModel.unpack(directory);
    }

    /** Steps 1 and 2 sample with the weights before and after the first update. */
    @Test
    void aServerWithAdaptersGetsEachVersion() throws Exception {
        try (GeneratingServer server = new GeneratingServer(directory);
                LoadedModel loaded = LoadedModel.open(directory)) {
            train(server, loaded, true, "lora.rank=4", "lora.alpha=8");
            assertEquals(2, server.loaded().size());
            assertTrue(
                    server.loaded().stream().allMatch(n -> n.startsWith("luffy-")),
                    server.loaded().toString());
            assertEquals(2, Set.copyOf(server.loaded()).size());
        }
    }

    @Test
    void aServerThatReadsCheckpointsGetsEachVersion() throws Exception {
        try (GeneratingServer server = new GeneratingServer(directory);
                LoadedModel loaded = LoadedModel.open(directory)) {
            train(server, loaded, false);
            assertEquals(2, server.loaded().size());
        }
    }

    private void train(GeneratingServer server, LoadedModel loaded, boolean adapter, String... more)
            throws Exception {
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "method=luffy",
                                "steps=2",
                                "promptsPerStep=2",
                                "groupSize=4",
                                "optimizer.learningRate=1e-2",
                                "objective.onPolicy.correction.kind=truncated"));
        settings.addAll(List.of(more));
        List<Trajectory> rolledOut = new ArrayList<>();
        TrainingParts plain = task.parts(Recipe.of(settings));
        ProblemEncoder encoder = plain.encoder(loaded);
        TrainingParts parts =
                plain.with(
                        PolicyFactory.class,
                        model ->
                                checked(
                                        policy(server, loaded, encoder, adapter),
                                        model,
                                        rolledOut));
        parts.prepare(loaded.model());
        try (LuffyTrainer trainer = parts.trainer(loaded.model(), List.of())) {
            trainer.initialize(new Shape(1, 1));
            EasyTrain.fit(
                    trainer,
                    1,
                    parts.rollouts(loaded.model(), encoder, task.training()).build(),
                    null);
        }
        assertEquals(16, rolledOut.size());
    }

    /** Each rollout has to be that of the model's weights of the moment. */
    private static Policy checked(Policy served, Model model, List<Trajectory> rolledOut) {
        return (requests, sampling) -> {
            List<Trajectory> trajectories = served.rollout(requests, sampling);
            List<float[]> here = new ModelScorer(model, 4096).logProbs(trajectories, 1);
            for (int i = 0; i < here.size(); i++) {
                Trajectory trajectory = trajectories.get(i);
                float[] expected = here.get(i);
                for (int t = 0; t < trajectory.prefixLength(); t++) {
                    expected[t] = 0;
                }
                assertArrayEquals(expected, trajectory.logProbs(), (float) TOLERANCE);
            }
            rolledOut.addAll(trajectories);
            return trajectories;
        };
    }

    private TrainedServerPolicy policy(
            GeneratingServer server, LoadedModel loaded, ProblemEncoder encoder, boolean adapter) {
        return new TrainedServerPolicy(
                loaded.model(),
                ServerPolicy.trained(
                        new InferenceServer(
                                new ServerAddress(server.url(), GeneratingServer.MODEL),
                                RequestLimits.DEFAULT.withParallel(2)),
                        encoder,
                        loaded.block().config().eosTokenIds()),
                adapter
                        ? new WeightReload.VllmAdapter("luffy", loaded::saveAdapter)
                        : new WeightReload.SglangCheckpoint(loaded::save),
                folder,
                folder.toString(),
                new ServerProbe(encoder.encodePrompt(task.training().get(0)), TOLERANCE));
    }

    @Test
    void weightsThatDidNotChangeAreNotSentAgain() throws Exception {
        try (GeneratingServer server = new GeneratingServer(directory);
                LoadedModel loaded = LoadedModel.open(directory);
                ProblemEncoder encoder = ProblemEncoder.load(directory, 64, 64)) {
            Policy policy = policy(server, loaded, encoder, false);
            policy.rollout(requests(encoder), new SamplingParams(1, 64));
            policy.rollout(requests(encoder), new SamplingParams(1, 64));
            assertEquals(1, server.loaded().size());
        }
    }

    @Test
    void aServerThatKeepsItsOldWeightsIsFoundOut() throws Exception {
        try (GeneratingServer server = new GeneratingServer(directory).ignoringWeights();
                LoadedModel loaded = LoadedModel.open(directory);
                ProblemEncoder encoder = ProblemEncoder.load(directory, 64, 64)) {
            Policy policy = policy(server, loaded, encoder, false);
            policy.rollout(requests(encoder), new SamplingParams(1, 64));
            for (Parameter parameter : loaded.block().getParameters().values()) {
                try (NDArray factor = parameter.getArray().getManager().create(1.2f)) {
                    parameter.getArray().muli(factor);
                }
            }
            ServerException error =
                    assertThrows(
                            ServerException.class,
                            () -> policy.rollout(requests(encoder), new SamplingParams(1, 64)));
            assertTrue(error.getMessage().contains("the server has other weights"));
        }
    }

    /** Token by token, a served policy is the policy that serves. */
    @Test
    void theServerWritesWhatTheModelWrites() throws Exception {
        try (GeneratingServer server = new GeneratingServer(directory);
                LoadedModel loaded = LoadedModel.open(directory);
                ProblemEncoder encoder = ProblemEncoder.load(directory, 64, 64)) {
            Policy served = policy(server, loaded, encoder, false);
            List<RolloutRequest> requests = requests(encoder);
            assertEquals(
                    new ModelPolicy(loaded.model(), 1)
                            .rollout(requests, new SamplingParams(1, 64)).stream()
                                    .map(Trajectory::response)
                                    .toList(),
                    served.rollout(requests, new SamplingParams(1, 64)).stream()
                            .map(Trajectory::response)
                            .toList());
        }
    }

    /** Seeds of 31 bits, which the client sends as they are; the last one has a prefix. */
    private List<RolloutRequest> requests(ProblemEncoder encoder) {
        List<RolloutRequest> requests = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            requests.add(
                    new RolloutRequest(
                            encoder.encodePrompt(task.training().get(i)), Prefix.NONE, 77 + i));
        }
        Prefix prefix =
                encoder.encode(task.training().get(4))
                        .demonstrations()
                        .get(0)
                        .prefix(0.5, 0, PrefixUse.TRAINED);
        requests.add(new RolloutRequest(encoder.encodePrompt(task.training().get(4)), prefix, 5));
        return requests;
    }
}
