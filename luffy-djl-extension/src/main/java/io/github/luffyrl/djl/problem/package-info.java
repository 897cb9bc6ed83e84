/**
 * Problem files and their checks, and problems in a model's tokens. May import {@code checkpoint},
 * {@code internal} and {@code text}.
 */
@NullMarked
package io.github.luffyrl.djl.problem;

import org.jspecify.annotations.NullMarked;
