package io.github.luffyrl.djl.server;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.generation.ModelScorer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that is trained here and sampled on a server. Before each rollout whose weights are new,
 * the weights are written, the server loads them, and a probe compares its log-probabilities with
 * those of the model here. What remains different, such as the server's precision, is corrected by
 * the objective: set {@code objective.onPolicy.correction}.
 *
 * <pre>{@code
 * parts.with(PolicyFactory.class, model -> new TrainedServerPolicy(
 *         model,
 *         ServerPolicy.trained(server, encoder, endTokens),
 *         new WeightReload.VllmAdapter("luffy", loaded::saveAdapter),
 *         Path.of("/shared/weights"), "/shared/weights", new ServerProbe(prompt, 0.1)));
 * }</pre>
 */
public final class TrainedServerPolicy implements Policy {

    private static final Logger logger = LoggerFactory.getLogger(TrainedServerPolicy.class);

    private final Model model;
    private final WeightTransfer transfer;
    private final ServerProbe probe;
    private ServerPolicy sampler;
    private String sampled = "";

    /**
     * Creates a policy.
     *
     * @param model that is trained
     * @param sampler samples from the same model on the server
     * @param reload how the server takes new weights
     * @param folder where they are written
     * @param folderOnServer the same folder as the server names it
     * @param probe checks that the server has them
     */
    public TrainedServerPolicy(
            Model model,
            ServerPolicy sampler,
            WeightReload reload,
            Path folder,
            String folderOnServer,
            ServerProbe probe) {
        this.model = model;
        this.sampler = sampler;
        this.probe = probe;
        transfer = new WeightTransfer(reload, folder, folderOnServer);
    }

    @Override
    public synchronized List<Trajectory> rollout(
            List<RolloutRequest> requests, SamplingParams sampling) {
        String weights = fingerprint();
        if (!weights.equals(sampled)) {
            sampler = transfer.transfer(sampler, weights);
            double difference = probe.check(sampler, new ModelScorer(model, Integer.MAX_VALUE));
            logger.info(
                    String.format(
                            Locale.ROOT,
                            "%s has the weights %s; its log-probabilities differ by %.2g",
                            sampler.server().name(),
                            weights,
                            difference));
            sampled = weights;
        }
        return sampler.rollout(requests, sampling);
    }

    /** Of the trained weights, so that they are transferred once and only when they changed. */
    private String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Pair<String, Parameter> pair : model.getBlock().getParameters()) {
                if (pair.getValue().requiresGradient()) {
                    NDArray weight = pair.getValue().getArray();
                    digest.update(pair.getKey().getBytes(StandardCharsets.UTF_8));
                    digest.update(weight.toByteBuffer());
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
