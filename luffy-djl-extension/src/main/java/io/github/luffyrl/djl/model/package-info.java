/**
 * Decoder-only causal language models as DJL Blocks. May import {@code batch}, {@code checkpoint}
 * and {@code internal}.
 */
@NullMarked
package io.github.luffyrl.djl.model;

import org.jspecify.annotations.NullMarked;
