package io.github.luffyrl.djl.recipe;

import java.util.Set;

/** A section in which one setting can leave others without effect. */
interface Section {

    /** The key of the setting that decides, such as {@code schedule}. */
    String decides();

    /** The keys that have no effect as it stands. They are neither accepted nor written. */
    Set<String> withoutEffect();
}
