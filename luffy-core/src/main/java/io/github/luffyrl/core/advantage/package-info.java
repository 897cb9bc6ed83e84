/** From the rewards of a group to one advantage per trajectory. Plain numbers in and out. */
@NullMarked
package io.github.luffyrl.core.advantage;

import org.jspecify.annotations.NullMarked;
