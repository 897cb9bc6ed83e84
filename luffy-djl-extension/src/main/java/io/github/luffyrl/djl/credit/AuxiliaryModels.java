package io.github.luffyrl.djl.credit;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.training.loss.Loss;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.model.CausalLm;
import io.github.luffyrl.djl.model.Precision;
import io.github.luffyrl.djl.model.Recomputation;
import io.github.luffyrl.djl.model.ValueModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The models beside the policy, all loaded from the directory that the policy came from and closed
 * together. The reference, which is never trained, is loaded once for all that need it.
 */
public final class AuxiliaryModels implements AutoCloseable {

    private final Path directory;
    private final @Nullable Device device;
    private final Recomputation recomputation;
    private final Precision precision;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private @Nullable Model reference;

    /**
     * Prepares to load models; none is yet.
     *
     * @param directory a Hugging Face model directory
     * @param device where to; null for DJL's default
     * @param recomputation what language models compute again in their backward pass
     * @param precision in which type all of them compute products
     */
    public AuxiliaryModels(
            Path directory,
            @Nullable Device device,
            Recomputation recomputation,
            Precision precision) {
        this.directory = directory;
        this.device = device;
        this.recomputation = recomputation;
        this.precision = precision;
    }

    /**
     * Returns the frozen model as it was before training.
     *
     * @return the same one each time
     * @throws IOException when it cannot be read
     */
    public Model reference() throws IOException {
        Model model = reference;
        if (model == null) {
            model = languageModel();
            model.getBlock().freezeParameters(true);
            reference = model;
        }
        return model;
    }

    /**
     * Loads a language model to be trained.
     *
     * @param loss what is minimized
     * @param settings of the training
     * @return a model of its own
     * @throws IOException when it cannot be read
     */
    public AuxiliaryModel languageModel(Loss loss, AuxiliaryTraining settings) throws IOException {
        Model model = languageModel();
        ((CausalLm) model.getBlock()).recompute(recomputation);
        return trained(model, loss, settings);
    }

    /**
     * Loads a value function to be trained, whose values are 0 at first.
     *
     * @param loss what is minimized
     * @param settings of the training
     * @return a model of its own
     * @throws IOException when it cannot be read
     */
    public AuxiliaryModel valueModel(Loss loss, AuxiliaryTraining settings) throws IOException {
        Model model = ValueModel.load(directory, device);
        opened.push(model);
        ((ValueModel) model.getBlock()).computeIn(precision, model.getNDManager().getDevice());
        return trained(model, loss, settings);
    }

    private Model languageModel() throws IOException {
        Model model = CausalLanguageModel.load(directory, device);
        opened.push(model);
        ((CausalLm) model.getBlock()).computeIn(precision, model.getNDManager().getDevice());
        return model;
    }

    private AuxiliaryModel trained(Model model, Loss loss, AuxiliaryTraining settings) {
        AuxiliaryModel trained = new AuxiliaryModel(model, loss, settings);
        opened.push(trained);
        return trained;
    }

    /** Closes all models and their trainers. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(
                        "models and trainers throw no checked exception", e);
            }
        }
    }
}
