/** How rows are put together into batches. Imports only the JDK. */
@NullMarked
package io.github.luffyrl.djl.internal.batch;

import org.jspecify.annotations.NullMarked;
