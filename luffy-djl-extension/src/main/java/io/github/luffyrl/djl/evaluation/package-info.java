/**
 * The accuracy of a model on sets of problems. May import luffy-core, {@code evaluator} and {@code
 * problem}.
 */
@NullMarked
package io.github.luffyrl.djl.evaluation;

import org.jspecify.annotations.NullMarked;
