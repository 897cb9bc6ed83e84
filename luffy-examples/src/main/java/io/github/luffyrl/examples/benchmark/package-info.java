/**
 * How fast luffy is and what memory it needs, on a model made for it. May import {@code report}.
 */
@NullMarked
package io.github.luffyrl.examples.benchmark;

import org.jspecify.annotations.NullMarked;
