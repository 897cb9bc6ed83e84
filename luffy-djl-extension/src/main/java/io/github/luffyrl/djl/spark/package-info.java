/**
 * Rollouts, rewards and gradients as jobs of Apache Spark, over the executors of a cluster. Needs
 * spark-core_2.13, which a program that uses this package adds. May import {@code checkpoint},
 * {@code generation}, {@code loss}, {@code model} and {@code trainer}.
 */
@NullMarked
package io.github.luffyrl.djl.spark;

import org.jspecify.annotations.NullMarked;
