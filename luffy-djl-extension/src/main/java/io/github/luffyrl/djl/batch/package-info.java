/**
 * The name and shape of every array that travels between dataset, model and loss, and how rows of
 * tokens become these arrays. Imports only the core.
 */
@NullMarked
package io.github.luffyrl.djl.batch;

import org.jspecify.annotations.NullMarked;
