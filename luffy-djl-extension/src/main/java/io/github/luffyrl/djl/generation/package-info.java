/**
 * Responses of a model: the core Policy over a DJL Model, their scores, and text in, text out. May
 * import {@code batch}, {@code checkpoint}, {@code internal}, {@code model}, {@code problem} and
 * {@code text}.
 */
@NullMarked
package io.github.luffyrl.djl.generation;

import org.jspecify.annotations.NullMarked;
