/**
 * The accuracy of a model on sets of problems. May import {@code evaluator} and {@code generation}.
 */
@NullMarked
package io.github.luffyrl.djl.evaluation;

import org.jspecify.annotations.NullMarked;
