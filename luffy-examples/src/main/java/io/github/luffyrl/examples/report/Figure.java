package io.github.luffyrl.examples.report;

/**
 * A chart and what stands above it.
 *
 * @param title in a few words
 * @param hint what is drawn
 */
record Figure(String title, String hint, Chart chart) {}
