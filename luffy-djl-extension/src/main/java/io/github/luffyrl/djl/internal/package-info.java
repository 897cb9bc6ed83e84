/** What users never name. Imports nothing of this module. */
@NullMarked
package io.github.luffyrl.djl.internal;

import org.jspecify.annotations.NullMarked;
