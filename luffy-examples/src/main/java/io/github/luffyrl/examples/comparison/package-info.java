/**
 * Methods compared with each other: the cells (task, method, seed) and how they are trained, what
 * is measured of each, and which claims of the papers the numbers bear out. May import {@code
 * experiment}, {@code report} and {@code task} of this module.
 */
@NullMarked
package io.github.luffyrl.examples.comparison;

import org.jspecify.annotations.NullMarked;
