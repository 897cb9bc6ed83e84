/**
 * Problem files and their checks, and problems in a model's tokens. May import {@code text} and
 * {@code checkpoint}.
 */
@NullMarked
package io.github.luffyrl.djl.problem;

import org.jspecify.annotations.NullMarked;
