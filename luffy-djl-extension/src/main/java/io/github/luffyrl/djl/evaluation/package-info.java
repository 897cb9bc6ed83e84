/**
 * The accuracy of a model on sets of problems. May import {@code evaluator}, {@code generation} and
 * {@code problem}.
 */
@NullMarked
package io.github.luffyrl.djl.evaluation;

import org.jspecify.annotations.NullMarked;
