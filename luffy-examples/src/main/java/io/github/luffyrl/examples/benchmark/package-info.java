/**
 * Throughput of generation and training, and the memory of a long run, on a small random model. May
 * import the library, {@code report}, and {@code experiment} for temporary folders.
 */
@NullMarked
package io.github.luffyrl.examples.benchmark;

import org.jspecify.annotations.NullMarked;
