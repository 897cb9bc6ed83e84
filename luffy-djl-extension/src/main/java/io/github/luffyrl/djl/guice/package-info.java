/**
 * Guice wires what the other packages build. Nothing else imports Guice; it may import all
 * packages. May import {@code listener}, {@code recipe} and {@code run}.
 */
@NullMarked
package io.github.luffyrl.djl.guice;

import org.jspecify.annotations.NullMarked;
