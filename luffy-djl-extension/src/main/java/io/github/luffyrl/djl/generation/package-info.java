/**
 * Responses of a model: the core Policy over a DJL Model, their scores, and text in, text out. May
 * import {@code batch}, {@code model}, {@code problem}, {@code text}, {@code internal.autograd},
 * {@code internal.batch} and {@code internal.generation}.
 */
@NullMarked
package io.github.luffyrl.djl.generation;

import org.jspecify.annotations.NullMarked;
