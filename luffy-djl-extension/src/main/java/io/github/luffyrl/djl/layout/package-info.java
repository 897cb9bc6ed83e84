/**
 * The name and shape of every array that travels between dataset, model and loss. Imports nothing
 * of luffy.
 */
@NullMarked
package io.github.luffyrl.djl.layout;

import org.jspecify.annotations.NullMarked;
