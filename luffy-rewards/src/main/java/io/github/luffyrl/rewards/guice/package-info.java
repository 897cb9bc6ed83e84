/** Guice wires rewards. Nothing else imports Guice; it may import all packages. */
@NullMarked
package io.github.luffyrl.rewards.guice;

import org.jspecify.annotations.NullMarked;
