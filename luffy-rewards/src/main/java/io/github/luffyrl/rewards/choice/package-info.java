/** Rewards of multiple choice questions. May import {@code verifier} and what that shows. */
@NullMarked
package io.github.luffyrl.rewards.choice;

import org.jspecify.annotations.NullMarked;
