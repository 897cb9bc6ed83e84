/**
 * What a user sees of a run: progress and metrics. May import {@code dataset}, {@code generation},
 * {@code internal}, {@code model}, {@code problem}, {@code text} and {@code trainer}.
 */
@NullMarked
package io.github.luffyrl.djl.listener;

import org.jspecify.annotations.NullMarked;
