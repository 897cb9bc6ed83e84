package io.github.luffyrl.core.prefix;

import java.util.Arrays;

/** Where one demonstration may be cut, in tokens from its start. */
public sealed interface CutPoints {

    /**
     * Finds the last point at or before a position.
     *
     * @param position number of tokens, at least 0
     * @return a point in {@code [0, position]}; 0 if there is no other
     */
    int atOrBefore(int position);

    /** Between any two tokens. */
    record Anywhere() implements CutPoints {
        @Override
        public int atOrBefore(int position) {
            return position;
        }
    }

    /**
     * After certain tokens only.
     *
     * @param lengths numbers of tokens, ascending
     */
    record After(int[] lengths) implements CutPoints {
        /** Copies the array and checks the order. */
        public After {
            lengths = lengths.clone();
            for (int i = 0; i < lengths.length; i++) {
                if (lengths[i] < 0 || (i > 0 && lengths[i] <= lengths[i - 1])) {
                    throw new IllegalArgumentException(
                            "cut points are ascending numbers of tokens, got "
                                    + Arrays.toString(lengths));
                }
            }
        }

        @Override
        public int[] lengths() {
            return lengths.clone();
        }

        @Override
        public int atOrBefore(int position) {
            int found = Arrays.binarySearch(lengths, position);
            if (found >= 0) {
                return position;
            }
            int next = -found - 1;
            return next == 0 ? 0 : lengths[next - 1];
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof After that && Arrays.equals(lengths, that.lengths);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(lengths);
        }

        @Override
        public String toString() {
            return "After" + Arrays.toString(lengths);
        }
    }
}
