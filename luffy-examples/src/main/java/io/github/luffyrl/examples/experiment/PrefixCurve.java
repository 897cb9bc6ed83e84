package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.djl.evaluation.Accuracy;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model's accuracy on a set by how much of a demonstration it is given.
 *
 * @param set the problems' name
 * @param behindPrefix accuracy by the share of the problem's demonstration that is given
 * @param behindAnother accuracy without a prefix, after another problem and its whole demonstration
 *     as earlier turns of the conversation
 * @param ownWay of the right answers without a prefix, those that do not start as the problem's
 *     demonstration does; nothing if there is no right answer
 */
public record PrefixCurve(
        String set,
        SortedMap<Double, Accuracy> behindPrefix,
        Accuracy behindAnother,
        Optional<Accuracy> ownWay) {

    /** Copies the map. */
    public PrefixCurve {
        behindPrefix = Collections.unmodifiableSortedMap(new TreeMap<>(behindPrefix));
    }
}
