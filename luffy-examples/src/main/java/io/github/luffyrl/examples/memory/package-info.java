/**
 * The peak memory of a training step, by formula and as measured. May import luffy-djl-extension.
 */
@NullMarked
package io.github.luffyrl.examples.memory;

import org.jspecify.annotations.NullMarked;
