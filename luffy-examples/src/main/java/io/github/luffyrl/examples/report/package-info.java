/**
 * What a user sees of a run: console lines, tables, charts, the report. Reads the folder of a run.
 * May import {@code core.metric}, {@code core.objective} and {@code djl.dataset} (names of
 * metrics), {@code djl.evaluation} and {@code djl.listener}; no other package of this module.
 */
@NullMarked
package io.github.luffyrl.examples.report;

import org.jspecify.annotations.NullMarked;
