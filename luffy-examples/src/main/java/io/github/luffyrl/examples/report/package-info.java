/**
 * What a training run shows to people: curves, tables, a report. Of luffy it knows only how the
 * metrics are named and written.
 */
@NullMarked
package io.github.luffyrl.examples.report;

import org.jspecify.annotations.NullMarked;
