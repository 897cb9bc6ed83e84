/** The random numbers of rollouts. Imports only the JDK. */
@NullMarked
package io.github.luffyrl.djl.internal.generation;

import org.jspecify.annotations.NullMarked;
