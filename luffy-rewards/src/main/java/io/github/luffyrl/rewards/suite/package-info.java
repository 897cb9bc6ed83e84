/** Cases that a verifier is judged by: what is given, what is expected, totals. */
@NullMarked
package io.github.luffyrl.rewards.suite;

import org.jspecify.annotations.NullMarked;
