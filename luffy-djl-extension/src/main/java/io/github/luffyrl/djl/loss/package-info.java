/** The core objectives as DJL losses. May import {@code batch}. */
@NullMarked
package io.github.luffyrl.djl.loss;

import org.jspecify.annotations.NullMarked;
