/**
 * Cases that a verifier is judged by: what is given, what is expected, totals. May import {@code
 * format} and {@code verifier}, and what those show.
 */
@NullMarked
package io.github.luffyrl.rewards.suite;

import org.jspecify.annotations.NullMarked;
