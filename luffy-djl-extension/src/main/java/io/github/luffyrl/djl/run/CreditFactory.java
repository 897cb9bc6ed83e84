package io.github.luffyrl.djl.run;

import io.github.luffyrl.djl.credit.AuxiliaryModels;
import io.github.luffyrl.djl.dataset.TokenCredit;
import java.io.IOException;

/** Makes what shares rewards out among tokens, with the models that it needs. */
@FunctionalInterface
public interface CreditFactory {

    /**
     * Makes the credit of one training.
     *
     * @param models where models come from; it closes them
     * @return the credit
     * @throws IOException when a model cannot be read
     */
    TokenCredit create(AuxiliaryModels models) throws IOException;
}
