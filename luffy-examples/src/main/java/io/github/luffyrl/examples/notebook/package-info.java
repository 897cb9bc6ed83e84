/**
 * Shows a training in the cells of a notebook: curves that move while it runs, responses, and
 * trajectories token by token. The pictures and pages work in any other program, too.
 */
@NullMarked
package io.github.luffyrl.examples.notebook;

import org.jspecify.annotations.NullMarked;
