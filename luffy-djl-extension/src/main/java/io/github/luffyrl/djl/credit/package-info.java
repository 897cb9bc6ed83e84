/**
 * How the tokens of a rollout share in its reward, and the models that say so: critic and process
 * reward model, which are trained beside the policy. May import {@code batch}, {@code dataset},
 * {@code generation}, {@code internal}, {@code loss}, {@code model} and {@code trainer}.
 */
@NullMarked
package io.github.luffyrl.djl.credit;

import org.jspecify.annotations.NullMarked;
