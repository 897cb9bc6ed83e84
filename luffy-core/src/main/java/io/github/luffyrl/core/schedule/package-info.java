/** Learning rates over the steps of a run. Imports nothing. */
@NullMarked
package io.github.luffyrl.core.schedule;

import org.jspecify.annotations.NullMarked;
