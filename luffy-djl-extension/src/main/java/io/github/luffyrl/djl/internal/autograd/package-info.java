/** How libtorch's autograd is told what to record. Imports only DJL. */
@NullMarked
package io.github.luffyrl.djl.internal.autograd;

import org.jspecify.annotations.NullMarked;
