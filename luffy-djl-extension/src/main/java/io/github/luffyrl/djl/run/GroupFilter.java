package io.github.luffyrl.djl.run;

import io.github.luffyrl.djl.dataset.ScoredGroup;
import java.util.function.Predicate;

/** Decides which groups are trained on. */
@FunctionalInterface
public interface GroupFilter extends Predicate<ScoredGroup> {}
