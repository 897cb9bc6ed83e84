package io.github.luffyrl.djl.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.evaluation.PolicyEvaluator;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Language models that are not a {@code CausalLm} as the policy. */
class AnyBlockPolicyTest {

    private static final int END = 4;

    /** After the token t comes (t + 1) mod 5, or with probability 1/4 (t + 2) mod 5. */
    private static NDList counting(NDList ids) {
        float[] table = new float[25];
        Arrays.fill(table, -100);
        for (int t = 0; t < 5; t++) {
            table[5 * t + (t + 1) % 5] = (float) Math.log(3);
            table[5 * t + (t + 2) % 5] = 0;
        }
        NDArray rows = ids.head().getManager().create(table, new Shape(5, 5));
        Shape shape = ids.head().getShape();
        return new NDList(
                rows.get(ids.head().toType(DataType.INT64, false).flatten())
                        .reshape(shape.get(0), shape.get(1), 5));
    }

    @Test
    void aBlockOfLogitsIsSampledFrom() {
        try (Model model = Model.newInstance("counting", "PyTorch")) {
            model.setBlock(new LambdaBlock(AnyBlockPolicyTest::counting));
            List<RolloutRequest> requests = new ArrayList<>();
            for (int seed = 0; seed < 400; seed++) {
                requests.add(new RolloutRequest(Tokens.of(3, 0), Prefix.NONE, seed));
            }
            requests.add(new RolloutRequest(Tokens.of(3), new Prefix(new int[] {1, 2}), 0));
            SamplingParams sampling = new SamplingParams(1, 10).withStopTokens(Set.of(END));
            List<Trajectory> written = new ModelPolicy(model, 2).rollout(requests, sampling);

            // from 0 in one step per token, each +1 or +2, to the end 4 or past it
            int first = 0;
            for (Trajectory trajectory : written.subList(0, 400)) {
                int[] response = trajectory.response().toArray();
                int before = 0;
                for (int t = 0; t < response.length; t++) {
                    int step = Math.floorMod(response[t] - before, 5);
                    assertEquals(Math.log(step == 1 ? 0.75 : 0.25), trajectory.logProbs()[t], 1e-5);
                    before = response[t];
                }
                assertEquals(response[response.length - 1] == END, trajectory.finished());
                first += response[0] == 1 ? 1 : 0;
            }
            // binomial(400, 3/4): mean 300, deviation 8.7; beyond 4 deviations once in 16,000
            assertEquals(300, first, 35);
            assertEquals(Tokens.of(1, 2), written.get(400).response().first(2));
        }
    }

    @Test
    void aCausalLmGivesTheSameTokensWithAndWithoutItsCache() {
        Random random = new Random(1);
        List<RolloutRequest> requests = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            int[] prompt = new Random(i / 6).ints(1 + i / 6, 2, 16).toArray();
            int[] prefix = random.ints(random.nextInt(4), 2, 16).toArray();
            requests.add(new RolloutRequest(Tokens.of(prompt), new Prefix(prefix), i));
        }
        SamplingParams sampling =
                new SamplingParams(0.9, 24).withStopTokens(Set.of(TinyLanguage.END));
        Engine.getEngine("PyTorch").setRandomSeed(1);
        try (Model model = TinyLanguage.model(1);
                Model plain = Model.newInstance("plain", "PyTorch")) {
            plain.setBlock(new SequentialBlock().add(model.getBlock()));
            List<Trajectory> cached = new ModelPolicy(model, 1).rollout(requests, sampling);
            List<Trajectory> reread = new ModelPolicy(plain, 2).rollout(requests, sampling);
            for (int i = 0; i < requests.size(); i++) {
                assertEquals(cached.get(i).response(), reread.get(i).response());
                assertArrayEquals(cached.get(i).logProbs(), reread.get(i).logProbs(), 1e-4f);
                assertEquals(cached.get(i).finished(), reread.get(i).finished());
            }
            assertTrue(cached.stream().anyMatch(Trajectory::finished));
        }
    }

    /** A block names no end token of its own: responses end where demonstrations do. */
    @Test
    void itsResponsesAreEvaluatedAsThoseOfTheCausalLmInside() throws IOException {
        Engine.getEngine("PyTorch").setRandomSeed(1);
        try (TextTokenizer tokenizer = TinyLanguage.tokenizer();
                Model model = TinyLanguage.model(1);
                Model plain = Model.newInstance("plain", "PyTorch")) {
            plain.setBlock(new SequentialBlock().add(model.getBlock()));
            ProblemEncoder encoder = TinyLanguage.encoder(tokenizer, 24);
            List<ScoredResponse> expected = evaluated(model, encoder);
            List<ScoredResponse> found = evaluated(plain, encoder);
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i).completion(), found.get(i).completion());
            }
            assertTrue(found.stream().anyMatch(response -> response.completion().finished()));
        }
    }

    private static List<ScoredResponse> evaluated(Model model, ProblemEncoder encoder) {
        List<ScoredResponse> all = new ArrayList<>();
        for (int seed = 0; seed < 8; seed++) {
            all.addAll(
                    new PolicyEvaluator(
                                    new ModelPolicy(model, 1),
                                    encoder,
                                    TinyLanguage::exactly,
                                    1,
                                    seed)
                            .evaluate(TinyLanguage.problems()));
        }
        return all;
    }

    @Test
    void anInterruptedRolloutReturnsOnceNoThreadReadsTheModel() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch returned = new CountDownLatch(1);
        AtomicInteger readers = new AtomicInteger();
        LambdaBlock slow = // still reading when the caller would return, if it did not wait
                new LambdaBlock(
                        ids -> {
                            readers.incrementAndGet();
                            reading.countDown();
                            awaitDespiteInterrupts(returned);
                            readers.decrementAndGet();
                            return counting(ids);
                        });
        AtomicInteger left = new AtomicInteger(-1);
        AtomicReference<String> error = new AtomicReference<>("none");
        AtomicBoolean interrupted = new AtomicBoolean();
        try (Model model = Model.newInstance("slow", "PyTorch")) {
            model.setBlock(slow);
            RolloutRequest request = new RolloutRequest(Tokens.of(3), Prefix.NONE, 0);
            Thread caller =
                    new Thread(
                            () -> {
                                try {
                                    new ModelPolicy(model, 2)
                                            .rollout(List.of(request), new SamplingParams(1, 4));
                                } catch (IllegalStateException e) {
                                    error.set(e.getMessage());
                                }
                                left.set(readers.get());
                                interrupted.set(Thread.currentThread().isInterrupted());
                                returned.countDown();
                            });
            caller.start();
            reading.await();
            caller.interrupt();
            caller.join();
        }

        assertEquals(0, left.get());
        assertEquals("interrupted while generating", error.get());
        assertTrue(interrupted.get());
    }

    /** For half a second at most. */
    private static void awaitDespiteInterrupts(CountDownLatch latch) {
        boolean interrupted = false;
        long end = System.nanoTime() + 500_000_000L;
        for (long left = 1; left > 0 && latch.getCount() > 0; left = end - System.nanoTime()) {
            try {
                latch.await(left, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
