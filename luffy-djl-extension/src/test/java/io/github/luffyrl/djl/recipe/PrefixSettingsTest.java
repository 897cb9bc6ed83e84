package io.github.luffyrl.djl.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.prefix.CutBorder;
import io.github.luffyrl.core.prefix.DividedGroup;
import io.github.luffyrl.core.prefix.FixedCuts;
import io.github.luffyrl.core.prefix.PartialDemonstration;
import io.github.luffyrl.core.prefix.PrefixRatio;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.prefix.PrefixedRows;
import io.github.luffyrl.core.prefix.UnprefixedGroups;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixSettingsTest {

    @Test
    void schedulesAreWrittenInARecipe() {
        PrefixRatio uniform = new PrefixRatio.Uniform(0.4, 0.8);

        assertEquals(
                new PartialDemonstration(PrefixedRows.first(2), uniform),
                schedule("prefix.kind=random", "prefix.rows=2"));
        assertEquals(
                new UnprefixedGroups(
                        0.5,
                        new PartialDemonstration(
                                PrefixedRows.all(),
                                new PrefixRatio.Shared(new PrefixRatio.Linear(0.8, 60)),
                                PrefixUse.CONTEXT)),
                schedule(
                        "prefix.kind=linear",
                        "prefix.rows=all",
                        "prefix.use=context",
                        "prefix.fadeSteps=60",
                        "prefix.unprefixed=0.5"));
    }

    @Test
    void boundsAndSpacesAreWrittenInARecipe() {
        assertEquals(
                new PartialDemonstration(
                        PrefixedRows.first(1), new PrefixRatio.LinearMax(0.6, 100)),
                schedule("prefix.kind=linear-max", "prefix.max=0.6"));
        assertEquals(
                new PartialDemonstration(
                        PrefixedRows.first(2), new PrefixRatio.ReverseLinear(0.8, 40)),
                schedule("prefix.kind=reverse-linear", "prefix.rows=2", "prefix.growSteps=40"));
        assertEquals(
                new PartialDemonstration(PrefixedRows.all(), new PrefixRatio.Spaced(0, 1)),
                schedule(
                        "prefix.kind=spaced",
                        "prefix.rows=all",
                        "prefix.min=0.0",
                        "prefix.max=1.0"));
    }

    @Test
    void aGroupIsDividedInARecipe() {
        assertEquals(
                new DividedGroup(
                        2,
                        new PrefixSchedule.WholeDemonstration(2),
                        new DividedGroup(3, new FixedCuts(3, 0.4, 0.8), PrefixSchedule.none())),
                schedule("prefix.kind=divided", "prefix.rows=2"));
    }

    @Test
    void cutsAreWrittenInARecipe() {
        assertEquals(CutBorder.token(), cutAt("token"));
        assertEquals(CutBorder.line(), cutAt("line"));
        assertEquals(CutBorder.sentence(), cutAt("sentence"));
        assertEquals(new CutBorder.Match(Pattern.compile("(?=[>#?])")), cutAt("/(?=[>#?])/"));
    }

    @Test
    void prefixesReadBackEqual() {
        for (String cutAt : List.of("token", "line", "sentence", "/(?=>)/")) {
            for (String rows : List.of("3", "all")) {
                Recipe recipe =
                        RecipeReader.builtIn(
                                "prefix-adaptive",
                                List.of("prefix.cutAt=" + cutAt, "prefix.rows=" + rows));
                assertTrue(recipe.toYaml().contains(cutAt), recipe.toYaml());
                assertEquals(recipe.prefix().cutAt(), cutAt(cutAt));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prefix.kind=random prefix.rows=0 | need 'all' or a number of at least 1",
                "prefix.kind=linear prefix.rows=most | need 'all' or a number of at least 1",
                "prefix.kind=random prefix.cutAt=word | need token, line, sentence or a regular expression",
                "prefix.kind=random prefix.cutAt=/(/ | need a regular expression: Unclosed group",
                "prefix.kind=random prefix.min=0.9 | need 0 <= min <= max <= 1, got min = 0.9",
                "prefix.unprefixed=2 | need a share, 0 to 1",
                "prefix.kind=adaptive prefix.target=1 | need a success rate between 0 and 1",
                "prefix.rows=all | need a whole number",
                "prefix.fadeSteps=5 | has no effect with prefix.kind = whole-demonstration; it is a setting of linear",
                "prefix.kind=fixed-cuts prefix.rows=2 | has no effect with prefix.kind = fixed-cuts"
            })
    void whatCannotWorkIsRefusedWithItsKey(String overrides, String need) {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> schedule(overrides.split(" ")));

        assertTrue(error.getMessage().contains(need), error.getMessage());
        assertTrue(error.getMessage().contains("prefix."), error.getMessage());
    }

    private static CutBorder cutAt(String value) {
        return Recipe.of(Method.PREFIX_RL).with("prefix.cutAt", value).prefix().cutAt();
    }

    private static PrefixSchedule schedule(String... overrides) {
        return RecipeReader.builtIn("luffy", List.of(overrides)).prefix().schedule();
    }
}
