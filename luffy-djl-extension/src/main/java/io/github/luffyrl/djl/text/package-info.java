/**
 * Text to tokens and conversations to prompts, as a Hugging Face checkpoint directory says. Imports
 * {@code core.problem}. May import {@code internal} and {@code internal.jinja}.
 */
@NullMarked
package io.github.luffyrl.djl.text;

import org.jspecify.annotations.NullMarked;
