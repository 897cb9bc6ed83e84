/**
 * What a user sees of a run: progress and metrics. May import all other packages but {@code guice}.
 */
@NullMarked
package io.github.luffyrl.djl.listener;

import org.jspecify.annotations.NullMarked;
