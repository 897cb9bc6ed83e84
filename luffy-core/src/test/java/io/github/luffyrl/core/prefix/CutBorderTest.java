package io.github.luffyrl.core.prefix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CutBorderTest {

    private static final CutBorder BEFORE_ARROWS = new CutBorder.Match(Pattern.compile("(?=>)"));

    @Test
    void tokensMayBeCutAnywhere() {
        assertEquals(
                new CutPoints.Anywhere(),
                CutBorder.token().points("a b", () -> fail("token ends are not needed")));
    }

    @Test
    void linesAreCutBehindTheirBreaks() {
        // One token per character; the blank line ends at 5.
        assertEquals(points(2, 5), points(CutBorder.line(), "a\nb\n\nc"));
    }

    @Test
    void sentencesAreCutBeforeTheWhiteSpaceBehindThem() {
        // "3.5" is no end of a sentence.
        assertEquals(points(8, 15), points(CutBorder.sentence(), "Let 3.5. (Yes.) No"));
    }

    @Test
    void aPatternCutsWhereItBegins() {
        assertEquals(points(0, 3, 7), points(BEFORE_ARROWS, ">ab>abc>d"));
    }

    @Test
    void aTokenThatReachesOverABorderIsLeftOut() {
        // "ab", "c>", "d": the border at 3 lies within the second token.
        assertEquals(points(1), BEFORE_ARROWS.points("abc>d", () -> new int[] {2, 4, 5}));
    }

    @Test
    void tokensThatShareACharacterStayTogether() {
        // The first two tokens are parts of one character of two chars.
        assertEquals(points(2), BEFORE_ARROWS.points("éé>d", () -> new int[] {2, 2, 4}));
    }

    @Test
    void theCutIsTheLastPointThatIsNotBehind() {
        CutPoints points = points(3, 7);

        int[] cuts = new int[9];
        Arrays.setAll(cuts, points::atOrBefore);
        assertArrayEquals(new int[] {0, 0, 0, 3, 3, 3, 3, 7, 7}, cuts);
    }

    @Test
    void pointsOutOfOrderAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> points(3, 3));
        assertThrows(IllegalArgumentException.class, () -> points(-1));
    }

    private static CutPoints points(int... lengths) {
        return new CutPoints.After(lengths);
    }

    private static CutPoints points(CutBorder border, String text) {
        int[] ends = new int[text.length()];
        Arrays.setAll(ends, i -> i + 1);
        return border.points(text, () -> ends);
    }

    private static int[] fail(String message) {
        throw new AssertionError(message);
    }
}
