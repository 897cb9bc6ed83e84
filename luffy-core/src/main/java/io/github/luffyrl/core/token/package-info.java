/** Which positions of a padded batch are tokens of a response. Imports nothing. */
@NullMarked
package io.github.luffyrl.core.token;

import org.jspecify.annotations.NullMarked;
