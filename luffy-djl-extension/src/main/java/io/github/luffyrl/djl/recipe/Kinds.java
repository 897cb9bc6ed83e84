package io.github.luffyrl.djl.recipe;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.github.luffyrl.core.objective.ImportanceCorrection;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.core.objective.PolicyShaping;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The kinds of a section: the records of a sealed type, each of which reads the keys that are its
 * components. Several of these types are those of luffy-core.
 *
 * @param key whose value names the kind
 * @param records by name, such as {@code log-blend} for {@code LogBlend}
 */
record Kinds(String key, Map<String, Class<?>> records) {

    private static final Map<Class<?>, Kinds> SECTIONS =
            Map.of(
                    Advantage.class, of("kind", Advantage.class),
                    ImportanceCorrection.class, of("kind", ImportanceCorrection.class),
                    RewardKl.class, of("kind", RewardKl.class),
                    PolicyShaping.class, of("kind", PolicyShaping.class),
                    LossNormalizer.class, of("kind", LossNormalizer.class),
                    EntropySettings.class, of("kind", EntropySettings.class),
                    PrefixSettings.class, of("kind", PrefixSettings.class),
                    WarmStart.class, of("kind", WarmStart.class),
                    Replay.class, of("kind", Replay.class),
                    Groups.class, of("keep", Groups.class));

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    private interface NamedByKind {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "keep")
    private interface NamedByKeep {}

    private static Kinds of(String key, Class<?> sealed) {
        Map<String, Class<?>> records = new LinkedHashMap<>();
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isRecord()) {
                records.put(
                        permitted
                                .getSimpleName()
                                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                                .toLowerCase(Locale.ROOT),
                        permitted);
            }
        }
        return new Kinds(key, records);
    }

    /** Whether the sections of a type have kinds. */
    static boolean has(Class<?> type) {
        return SECTIONS.containsKey(type);
    }

    /** The kinds of a type that has some. */
    static Kinds of(Class<?> type) {
        return Objects.requireNonNull(SECTIONS.get(type), type::getName);
    }

    /** Teaches Jackson the names. */
    static void register(SimpleModule module) {
        SECTIONS.forEach(
                (type, kinds) -> {
                    boolean kind = kinds.key.equals("kind");
                    module.setMixInAnnotation(type, kind ? NamedByKind.class : NamedByKeep.class);
                    kinds.records.forEach(
                            (name, of) -> module.registerSubtypes(new NamedType(of, name)));
                });
    }

    /** The keys that a kind reads, beside the one that names it. */
    List<String> keys(String kind) {
        return Arrays.stream(Objects.requireNonNull(records.get(kind), kind).getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    /** The kinds that read a key. */
    List<String> reading(String name) {
        return records.keySet().stream().filter(kind -> keys(kind).contains(name)).toList();
    }
}
