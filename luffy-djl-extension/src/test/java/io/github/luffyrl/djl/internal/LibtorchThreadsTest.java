package io.github.luffyrl.djl.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.DefaultTrainingConfig;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.loss.SftLoss;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a block is the time that something is open
class LibtorchThreadsTest {

    private String property;
    private int threads;

    private static final Block SMALL = Blocks.identityBlock();

    @BeforeEach
    void remember() {
        property = System.getProperty(LibtorchThreads.PROPERTY, "1");
        try (Model model = Model.newInstance("loads the engine", "PyTorch")) {
            assertNotNull(model);
            threads = JniUtils.getNumThreads();
        }
        LibtorchThreads.forGeneration(SMALL, 2)
                .close(); // remembers the default: what the property says
        System.clearProperty(LibtorchThreads.PROPERTY);
        JniUtils.setNumThreads(3);
    }

    @AfterEach
    void restore() {
        System.setProperty(LibtorchThreads.PROPERTY, property);
        JniUtils.setNumThreads(threads);
    }

    @Test
    void aSmallModelIsTrainedWithOneThreadUntilItsTrainerIsClosed() {
        try (Model model = TinyLanguage.model(1)) {
            try (LuffyTrainer trainer =
                    new LuffyTrainer(model, new DefaultTrainingConfig(new SftLoss()))) {
                trainer.initialize(new Shape(1, 1));
                assertEquals(1, JniUtils.getNumThreads());
            }
            assertEquals(3, JniUtils.getNumThreads());
        }
    }

    @Test
    void aLargeModelGeneratesWithLibtorchsThreads() {
        int cores = Runtime.getRuntime().availableProcessors();
        try (Model model = TinyLanguage.model(1);
                NDManager manager = NDManager.newBaseManager("PyTorch")) {
            assertEquals(cores, LibtorchThreads.generating(model.getBlock()));
            Linear large = Linear.builder().setUnits(LibtorchThreads.LARGE / 1000).build();
            assertEquals(cores, LibtorchThreads.generating(large)); // its shape is not known yet
            large.initialize(manager, DataType.FLOAT32, new Shape(1, 1000));
            assertEquals(1, LibtorchThreads.generating(large));
            System.setProperty(LibtorchThreads.PROPERTY, "1");
            assertEquals(cores, LibtorchThreads.generating(large));
        }
    }

    @Test
    void whoSetsThePropertyDecides() {
        System.setProperty(LibtorchThreads.PROPERTY, "3");
        try (LibtorchThreads generating = LibtorchThreads.forGeneration(SMALL, 2)) {
            assertNotNull(generating);
            assertEquals(3, JniUtils.getNumThreads());
        }
        assertEquals(3, JniUtils.getNumThreads());
    }

    @Test
    void severalThreadsThatGenerateHaveOneEach() {
        try (LibtorchThreads generating = LibtorchThreads.forGeneration(SMALL, 2)) {
            assertNotNull(generating);
            assertEquals(1, JniUtils.getNumThreads());
        }
        assertEquals(3, JniUtils.getNumThreads());
    }
}
