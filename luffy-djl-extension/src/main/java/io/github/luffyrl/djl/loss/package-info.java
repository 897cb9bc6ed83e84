/** The core objective on NDArrays. May import {@code batch}. */
@NullMarked
package io.github.luffyrl.djl.loss;

import org.jspecify.annotations.NullMarked;
