/**
 * Hugging Face model directories on disk: configuration and weights (safetensors), read and
 * written. May import DJL's NDArray, Jackson and {@code internal}; knows nothing of models or
 * training.
 */
@NullMarked
package io.github.luffyrl.djl.checkpoint;

import org.jspecify.annotations.NullMarked;
