/** What a training run shows to people: curves and tables. Imports nothing of luffy. */
@NullMarked
package io.github.luffyrl.examples.report;

import org.jspecify.annotations.NullMarked;
