package io.github.luffyrl.djl.guice;

import com.google.inject.Binding;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.Key;
import org.jspecify.annotations.Nullable;

/** What the user's modules bind, or what stands in for it. */
final class Bound {

    private final Injector injector;

    @Inject
    Bound(Injector injector) {
        this.injector = injector;
    }

    <T> T orElse(Class<T> type, T substitute) {
        T bound = find(type);
        return bound == null ? substitute : bound;
    }

    <T> T require(Class<T> type, String remedy) {
        T bound = find(type);
        if (bound == null) {
            throw new IllegalStateException("no " + type.getName() + " is bound: " + remedy);
        }
        return bound;
    }

    private <T> @Nullable T find(Class<T> type) {
        for (Injector at = injector; at != null; at = at.getParent()) {
            Binding<T> binding = at.getExistingBinding(Key.get(type));
            if (binding != null) {
                return binding.getProvider().get();
            }
        }
        return null;
    }
}
