/** Penalties for responses that are too long or go round in circles. Imports luffy-core alone. */
@NullMarked
package io.github.luffyrl.rewards.length;

import org.jspecify.annotations.NullMarked;
