/** The core objective on NDArrays. May import {@code layout}. */
@NullMarked
package io.github.luffyrl.djl.loss;

import org.jspecify.annotations.NullMarked;
