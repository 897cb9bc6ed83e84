/** How much of a demonstration each rollout of a group gets. May import {@code problem}. */
@NullMarked
package io.github.luffyrl.core.prefix;

import org.jspecify.annotations.NullMarked;
