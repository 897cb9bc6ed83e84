/**
 * How much of a demonstration each rollout of a group gets. {@code PrefixSchedule} is the port; its
 * plans are a function of the context alone. May import {@code problem}.
 */
@NullMarked
package io.github.luffyrl.core.prefix;

import org.jspecify.annotations.NullMarked;
