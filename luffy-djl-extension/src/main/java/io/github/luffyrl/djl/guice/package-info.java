/**
 * Guice wires what the other packages build. Nothing else imports Guice; it may import all
 * packages. May import {@code dataset}, {@code listener}, {@code loss}, {@code problem} and {@code
 * trainer}.
 */
@NullMarked
package io.github.luffyrl.djl.guice;

import org.jspecify.annotations.NullMarked;
