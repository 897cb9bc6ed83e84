package io.github.luffyrl.djl;

import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.recipe.Lora;
import io.github.luffyrl.djl.recipe.Safety;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.djl.run.RunFolder;
import io.github.luffyrl.djl.run.TrainingParts;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Saves the model of a run, in the layout that it came in and the type of {@code safety.savedType}.
 *
 * @param parts of the training
 * @param loaded the model, with the weights that it has when it is saved
 */
record TrainedModel(TrainingParts parts, LoadedModel loaded) {

    /** Saves the model as it is during training: an adapter by itself. */
    void saveBest(Path directory) throws IOException {
        if (parts.get(Lora.class).adapter().isPresent()) {
            loaded.saveAdapter(directory);
        } else {
            loaded.save(directory, savedType());
        }
    }

    /**
     * Saves the model at the end of training. It then has the weights as they are saved, so that
     * they are what is evaluated.
     */
    void save(RunFolder folder, RunListener listener) throws IOException {
        Lora lora = parts.get(Lora.class);
        if (lora.adapter().isPresent()) {
            loaded.saveAdapter(folder.adapter());
            if (!lora.merged()) {
                return;
            }
            CausalLanguageModel.mergeAdapter(loaded.model());
        }
        StoredType type = savedType();
        loaded.save(folder.checkpoint(), type);
        listener.onSaved(loaded.takeSaved(folder.checkpoint(), type));
    }

    private StoredType savedType() {
        return parts.get(Safety.class)
                .savedType()
                .of(
                        loaded.block().config().storedType(),
                        parts.recipe().optimizer().learningRate(),
                        parts.get(Lora.class).adapter().isPresent());
    }
}
