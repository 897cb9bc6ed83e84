package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.function.Supplier;

/** Frees intermediate results early; autograd keeps what the backward pass needs of them. */
final class Scopes {

    private Scopes() {}

    /** Computes an array for the scope around and frees all else that the work creates. */
    static NDArray resultOf(Supplier<NDArray> work) {
        NDArray result;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            result = work.get();
            NDScope.unregister(result);
        }
        NDScope.register(result);
        return result;
    }
}
