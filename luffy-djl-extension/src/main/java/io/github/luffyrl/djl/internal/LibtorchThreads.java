package io.github.luffyrl.djl.internal;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Objects;

/**
 * How many threads libtorch uses for an operation, of the thread that asks for it. Whoever sets
 * {@value #PROPERTY} decides; otherwise the number depends on the model's size alone, so that the
 * same training uses the same number: sums over a whole tensor may differ in the last digits with
 * it.
 *
 * <p>libtorch keeps the number for each thread, and gives the one that was set last to threads that
 * have not computed yet. Its own default is remembered before anything is set.
 */
public final class LibtorchThreads implements AutoCloseable {

    /** DJL's system property for the number of threads. */
    public static final String PROPERTY = "ai.djl.pytorch.num_threads";

    /** Models with fewer parameters gain less from more threads than the waiting costs. */
    static final long LARGE = 10_000_000;

    private static final int DEFAULT = JniUtils.getNumThreads();

    private final Thread owner = Thread.currentThread();
    private final int before = JniUtils.getNumThreads();

    private LibtorchThreads(int threads) {
        set(threads);
    }

    /**
     * Sets the threads for training, of the calling thread.
     *
     * @param block the model; its parameters are initialized
     * @return undoes it when closed by the same thread
     */
    public static LibtorchThreads forTraining(Block block) {
        return new LibtorchThreads(isLarge(block) ? DEFAULT : 1);
    }

    /**
     * Returns how many Java threads generate best. The matrices of a large model keep all of
     * libtorch's threads busy, and several Java threads would each read all weights for a part of
     * the rows. Whoever sets {@value #PROPERTY} leaves libtorch that many, so Java has to use the
     * cores.
     *
     * @param block the model
     * @return at least 1
     */
    public static int generating(Block block) {
        return isLarge(block) && System.getProperty(PROPERTY) == null
                ? 1
                : Runtime.getRuntime().availableProcessors();
    }

    private static boolean isLarge(Block block) {
        return block.getParameters().values().stream()
                        .map(Parameter::getShape)
                        .filter(Objects::nonNull) // a Block may not be initialized yet
                        .mapToLong(Shape::size)
                        .sum()
                >= LARGE;
    }

    /**
     * Sets the threads for generation, of the calling thread: one for a small model, and if several
     * threads generate, who use the cores by themselves.
     *
     * @param block the model
     * @param generating how many Java threads generate at the same time
     * @return undoes it when closed by the same thread
     */
    public static LibtorchThreads forGeneration(Block block, int generating) {
        return new LibtorchThreads(isLarge(block) && generating == 1 ? DEFAULT : 1);
    }

    private static void set(int threads) {
        if (System.getProperty(PROPERTY) == null) {
            JniUtils.setNumThreads(threads);
        }
    }

    @Override
    public void close() {
        if (Thread.currentThread() == owner) {
            set(before);
        }
    }
}
