/** What the files of a tokenizer say. */
@NullMarked
package io.github.luffyrl.djl.internal.tokens;

import org.jspecify.annotations.NullMarked;
