/** The {@code luffy} command. */
@NullMarked
package io.github.luffyrl.examples.cli;

import org.jspecify.annotations.NullMarked;
