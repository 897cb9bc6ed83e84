package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.util.Map;

/**
 * From the rewards of a rollout to one advantage per token. It may own models and train them on the
 * rollout: they are saved and resumed with the training.
 */
public interface TokenCredit {

    /**
     * Credits the tokens of a rollout. Models of its own are asked before they are trained on it.
     *
     * @param rollout the groups that are trained on, with their rewards
     * @return an advantage for each response token
     */
    Credit credit(RewardedRollout rollout);

    /**
     * Returns the trainers of the models that it trains.
     *
     * @return by the name of the model, which is that of its folder in a checkpoint; initialized;
     *     none by default
     */
    default Map<String, LuffyTrainer> trainers() {
        return Map.of();
    }
}
