package io.github.luffyrl.djl.run;

import io.github.luffyrl.djl.checkpoint.StoredType;

/**
 * How many weights the training changed, and what is left of that in the type in which they are
 * saved.
 *
 * @param trained how many weights differed from the model before training
 * @param saved how many still do so as they are saved
 * @param weights of the model
 * @param type how they are saved
 */
public record SavedWeights(long trained, long saved, long weights, StoredType type) {

    /**
     * Returns whether most of the training is lost.
     *
     * @return true if more than half of the changed weights are as before
     */
    public boolean mostlyLost() {
        return trained - saved > trained / 2;
    }
}
