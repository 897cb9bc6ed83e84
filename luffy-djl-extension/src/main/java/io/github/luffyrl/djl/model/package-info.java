/**
 * Decoder-only causal language models as DJL Blocks. May import {@code checkpoint} and {@code
 * layout}.
 */
@NullMarked
package io.github.luffyrl.djl.model;

import org.jspecify.annotations.NullMarked;
