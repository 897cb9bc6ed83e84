/** Guice bindings of the rewards. Nothing else imports Guice. */
@NullMarked
package io.github.luffyrl.rewards.guice;

import org.jspecify.annotations.NullMarked;
