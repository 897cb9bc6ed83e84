/**
 * What people see of a run: console lines, tables, charts, the report. Reads the folder of a run
 * and may import {@code core.metric}, {@code core.objective} (names of metrics) and {@code
 * djl.listener}; no other package of this module.
 */
@NullMarked
package io.github.luffyrl.examples.report;

import org.jspecify.annotations.NullMarked;
