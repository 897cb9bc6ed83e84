/** The rewards of LUFFY's authors. */
@NullMarked
package io.github.luffyrl.rewards.reference;

import org.jspecify.annotations.NullMarked;
