/** What a {@code MathVerifier} looks for and how it compares. Imports nothing of luffy. */
@NullMarked
package io.github.luffyrl.rewards.options;

import org.jspecify.annotations.NullMarked;
