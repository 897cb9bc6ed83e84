/**
 * Throughput of generation and training, and the memory of a long run, on random models. May import
 * the library, {@code memory}, {@code report}, and {@code experiment} for temporary folders.
 */
@NullMarked
package io.github.luffyrl.examples.benchmark;

import org.jspecify.annotations.NullMarked;
