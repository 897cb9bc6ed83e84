/** Small programs to read first; each trains a model directory on a file of problems. */
@NullMarked
package io.github.luffyrl.examples.programs;

import org.jspecify.annotations.NullMarked;
