/**
 * Collecting demonstrations by rejection sampling: a policy tries a problem until it succeeds or a
 * budget is spent. May import {@code problem} and {@code metric}.
 */
@NullMarked
package io.github.luffyrl.core.rejection;

import org.jspecify.annotations.NullMarked;
