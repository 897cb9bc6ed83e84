/**
 * The rewards of LUFFY's authors (SPEC 4.2). May import every other package but {@code scoring}.
 */
@NullMarked
package io.github.luffyrl.rewards.reference;

import org.jspecify.annotations.NullMarked;
