/** Switches what libtorch's autograd records. Imports only DJL. */
@NullMarked
package io.github.luffyrl.djl.internal.autograd;

import org.jspecify.annotations.NullMarked;
