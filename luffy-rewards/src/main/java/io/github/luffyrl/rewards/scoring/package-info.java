/** Scoring of many completions at once, with failures counted. Imports luffy-core alone. */
@NullMarked
package io.github.luffyrl.rewards.scoring;

import org.jspecify.annotations.NullMarked;
