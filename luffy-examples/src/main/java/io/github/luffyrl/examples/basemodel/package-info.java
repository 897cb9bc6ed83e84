/**
 * Trains the small base models of the embedded tasks, one character per token. May import the
 * library, and no other package of this module.
 */
@NullMarked
package io.github.luffyrl.examples.basemodel;

import org.jspecify.annotations.NullMarked;
