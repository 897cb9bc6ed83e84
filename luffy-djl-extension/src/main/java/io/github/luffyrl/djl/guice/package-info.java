/**
 * Guice wires what the other packages build. Nothing else imports Guice; it may import all
 * packages.
 */
@NullMarked
package io.github.luffyrl.djl.guice;

import org.jspecify.annotations.NullMarked;
