package io.github.luffyrl.core.metric;

/** What a training step spends its time on. */
public enum StepPhase {
    /** Sampling responses. */
    ROLLOUT,
    /** Scoring responses by the reward function. */
    REWARD,
    /** Log-probabilities of the responses under the policy that sampled them. */
    OLD_LOG_PROBS,
    /** Log-probabilities of the responses under the reference policy. */
    REFERENCE_LOG_PROBS,
    /** Models beside the policy, such as a critic: what they predict, and their training. */
    CREDIT,
    /** Forward pass, loss and backward pass. */
    FORWARD_BACKWARD,
    /** Clipping the gradient and updating the weights. */
    UPDATE,
    /** All else since the step before: batching, metrics, listeners. */
    OTHER
}
