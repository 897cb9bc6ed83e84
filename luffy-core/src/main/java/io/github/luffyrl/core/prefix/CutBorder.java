package io.github.luffyrl.core.prefix;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The kind of place in a text at which demonstrations are cut. */
public sealed interface CutBorder {

    /**
     * Finds the cut points of a demonstration.
     *
     * @param text the demonstration
     * @param tokenEnds for each of its tokens, where it ends in the text, in {@code char}s; only
     *     asked for if needed
     * @return the points; where a token reaches over a border, the cut is before that token
     */
    CutPoints points(String text, Supplier<int[]> tokenEnds);

    /**
     * Cuts between any two tokens, as PrefixRL does.
     *
     * @return the border
     */
    static CutBorder token() {
        return new Token();
    }

    /**
     * Cuts after line breaks.
     *
     * @return the border
     */
    static CutBorder line() {
        return new Match(Pattern.compile("(?<=\\n)(?!\\n)"));
    }

    /**
     * Cuts after sentences, that is before the white space that follows {@code . ! ? :} or after
     * their ideographic forms, and after line breaks.
     *
     * @return the border
     */
    static CutBorder sentence() {
        return new Match(
                Pattern.compile("(?<=[.!?:][\"')\\]]?)(?=\\s)|(?<=[。！？])|(?<=\\n)(?!\\n)"));
    }

    /** See {@link CutBorder#token}. */
    record Token() implements CutBorder {
        @Override
        public CutPoints points(String text, Supplier<int[]> tokenEnds) {
            return new CutPoints.Anywhere();
        }
    }

    /**
     * Cuts where a pattern begins to match.
     *
     * @param pattern usually of no width, such as {@code (?=>)}: before each {@code >}
     */
    record Match(Pattern pattern) implements CutBorder {
        @Override
        public CutPoints points(String text, Supplier<int[]> tokenEnds) {
            int[] ends = tokenEnds.get();
            Matcher matcher = pattern.matcher(text);
            IntStream.Builder lengths = IntStream.builder();
            while (matcher.find()) {
                lengths.add(tokensUpTo(matcher.start(), ends));
            }
            return new CutPoints.After(lengths.build().sorted().distinct().toArray());
        }

        private static int tokensUpTo(int offset, int[] tokenEnds) {
            int found = Arrays.binarySearch(tokenEnds, offset + 1);
            int first = found >= 0 ? found : -found - 1;
            while (first > 0 && tokenEnds[first - 1] > offset) {
                first--; // tokens that share their end
            }
            return first;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Match that && pattern.pattern().equals(that.pattern.pattern());
        }

        @Override
        public int hashCode() {
            return pattern.pattern().hashCode();
        }
    }
}
