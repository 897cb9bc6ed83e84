package io.github.luffyrl.djl.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TokenRandomTest {

    @Test
    void drawsAreThoseOfTheJdkSplitMix64() {
        for (long seed : new long[] {0, 1, -1, 42, Long.MIN_VALUE}) {
            TokenRandom random = new TokenRandom(seed);
            SplittableRandom jdk = new SplittableRandom(seed);
            for (int i = 0; i < 100; i++) {
                assertEquals((jdk.nextLong() >>> 11) * 0x1.0p-53, random.nextUniform());
            }
        }
    }

    @Test
    void seedsDifferWhereverACoordinateDiffers() {
        Set<Long> seeds = new HashSet<>();
        for (long run = -1; run < 3; run++) {
            for (long step = 0; step < 20; step++) {
                for (long row = 0; row < 50; row++) {
                    seeds.add(TokenRandom.seed(run, step, row));
                }
            }
        }
        assertEquals(4 * 20 * 50, seeds.size());
    }
}
