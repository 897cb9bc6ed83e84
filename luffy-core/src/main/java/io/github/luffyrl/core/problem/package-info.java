/** What to solve, and what a stronger model did. Imports nothing of luffy. */
@NullMarked
package io.github.luffyrl.core.problem;

import org.jspecify.annotations.NullMarked;
