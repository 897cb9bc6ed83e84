/**
 * What a task that comes with luffy has to offer. May import the library, and {@code basemodel} of
 * this module.
 */
@NullMarked
package io.github.luffyrl.examples.task;

import org.jspecify.annotations.NullMarked;
