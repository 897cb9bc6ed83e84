package io.github.luffyrl.examples.task;

/**
 * Which problems may be trained on and which are held out. The problem's own text decides, so the
 * two are disjoint whatever the seeds and the sizes of the sets.
 */
public enum Split {
    /** Seven problems of eight: base model and policy learn from these. */
    TRAINING,
    /** One problem of eight: only ever used to measure. */
    EVALUATION;

    /**
     * Returns the split of a problem.
     *
     * @param prompt text of any problem
     * @return the only split it belongs to
     */
    public static Split of(String prompt) {
        // String.hashCode is linear in the characters: without the multiplication the held-out
        // problems would share a digit sum.
        int mixed = prompt.hashCode() * 0x9E3779B9;
        return mixed >>> 29 == 0 ? EVALUATION : TRAINING;
    }
}
