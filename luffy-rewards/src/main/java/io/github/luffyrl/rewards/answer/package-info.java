/** Finds the answer in a completion's text. Imports nothing of luffy. */
@NullMarked
package io.github.luffyrl.rewards.answer;

import org.jspecify.annotations.NullMarked;
