/**
 * The name and shape of every array that travels between dataset, model and loss. Imports only the
 * core.
 */
@NullMarked
package io.github.luffyrl.djl.batch;

import org.jspecify.annotations.NullMarked;
