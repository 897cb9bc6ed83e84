/** Problems and their demonstrations, as text. */
@NullMarked
package io.github.luffyrl.core.problem;

import org.jspecify.annotations.NullMarked;
