/**
 * An interpreter for the part of Jinja2 that chat templates use, as Hugging Face transformers sets
 * it up: sandboxed, {@code trim_blocks}, {@code lstrip_blocks}, loop controls, {@code generation}
 * blocks. What it cannot render exactly, it refuses. Imports nothing of the library.
 */
@NullMarked
package io.github.luffyrl.djl.internal.jinja;

import org.jspecify.annotations.NullMarked;
