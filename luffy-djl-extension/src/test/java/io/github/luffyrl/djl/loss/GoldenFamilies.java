package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.types.DataType;
import io.github.luffyrl.core.GoldenFamily;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;

/** Each case of some families in double and in single precision. */
final class GoldenFamilies implements AfterAllCallback {

    private final Map<String, List<GoldenFamily>> families = new HashMap<>();

    Stream<Arguments> cases(String... names) {
        return Stream.of(names)
                .flatMap(
                        name -> {
                            GoldenFamily wide = GoldenFamily.named(name);
                            GoldenFamily narrow = GoldenFamily.inSinglePrecision(name);
                            families.put(name, List.of(wide, narrow));
                            return Stream.concat(
                                    wide.cases().stream()
                                            .map(c -> Arguments.of(c, DataType.FLOAT64)),
                                    narrow.cases().stream()
                                            .map(c -> Arguments.of(c, DataType.FLOAT32)));
                        });
    }

    @Override
    public void afterAll(ExtensionContext context) {
        families.values().forEach(pair -> pair.forEach(family -> family.afterAll(context)));
    }
}
