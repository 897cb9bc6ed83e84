/**
 * Prefix schedules: how much of a demonstration each rollout of a group starts from. A plan is a
 * function of its context alone. May import {@code problem}.
 */
@NullMarked
package io.github.luffyrl.core.prefix;

import org.jspecify.annotations.NullMarked;
