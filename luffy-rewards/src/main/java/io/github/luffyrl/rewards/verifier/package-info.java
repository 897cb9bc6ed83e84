/** Verdicts on a model's answer. May import {@code answer}, {@code math} and luffy-core. */
@NullMarked
package io.github.luffyrl.rewards.verifier;

import org.jspecify.annotations.NullMarked;
