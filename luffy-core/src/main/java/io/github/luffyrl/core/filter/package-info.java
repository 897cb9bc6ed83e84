/** Which groups are trained on, and drawing more problems until there are enough of them. */
@NullMarked
package io.github.luffyrl.core.filter;

import org.jspecify.annotations.NullMarked;
