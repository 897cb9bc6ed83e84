package io.github.luffyrl.djl.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.luffyrl.core.objective.KlController;
import io.github.luffyrl.core.prefix.PrefixRatio;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.prefix.PrefixedRows;
import io.github.luffyrl.core.problem.Tokens;

/**
 * How the state of a run is written: records as JSON, every number exactly, maps in alphabetical
 * order. Of a sealed type the name of the class is written, too.
 */
final class StateJson {

    static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .addMixIn(KlController.class, Named.class)
                    .addMixIn(PrefixSchedule.class, Named.class)
                    .addMixIn(PrefixRatio.class, Named.class)
                    .addMixIn(PrefixedRows.class, Named.class)
                    .addMixIn(Tokens.class, Ids.class)
                    .build();

    @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS, property = "kind")
    private interface Named {}

    private abstract static class Ids {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Tokens of(int... ids) {
            return Tokens.of(ids);
        }

        @JsonValue
        abstract int[] toArray();
    }

    private StateJson() {}
}
