package io.github.luffyrl.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Operations that libtorch has and DJL has no method for. They are called through a TorchScript
 * module without parameters, so autograd records them as any other operation. TorchScript's graph
 * optimizer is off meanwhile: it would rearrange them after some calls, and the thousandth call
 * must compute what the first one did.
 */
public final class NativeOperations {

    private static final Logger logger = LoggerFactory.getLogger(NativeOperations.class);

    /** System property: {@code false} computes without them. */
    static final String PROPERTY = "luffy.fused";

    /** DJL's system property for TorchScript's graph optimizer. */
    private static final String OPTIMIZER = "ai.djl.pytorch.graph_optimizer";

    private static final String METHOD = "module_method:";

    private static final String CODE =
            """
            class Operations(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def rms_norm(self: __torch__.Operations, x: Tensor, weight: Tensor, eps: Tensor) -> Tensor:
                norm = torch.linalg_vector_norm(x, 2, [-1], True, dtype=None)
                mean = torch.div(torch.mul(norm, norm), torch.size(x, -1))
                return torch.mul(torch.mul(x, torch.rsqrt(torch.add(mean, eps))), weight)
              def rotate(self: __torch__.Operations, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
                swapped = torch.roll(x, [torch.floordiv(torch.size(x, -1), 2)], [-1])
                return torch.addcmul(torch.mul(x, cos), swapped, sin)
              def bfloat16(self: __torch__.Operations, x: Tensor) -> Tensor:
                return torch.to(x, 15, False, False, None)
              def float32(self: __torch__.Operations, x: Tensor) -> Tensor:
                return torch.to(x, 6, False, False, None)
              def silu_times(self: __torch__.Operations, x: Tensor, y: Tensor) -> Tensor:
                return torch.mul(torch.silu(x), y)
              def causal_attention(self: __torch__.Operations, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
                return torch.scaled_dot_product_attention(q, k, v, None, 0., True, scale=None, enable_gqa=False)
              def attention(self: __torch__.Operations, q: Tensor, k: Tensor, v: Tensor, bias: Tensor) -> Tensor:
                return torch.scaled_dot_product_attention(q, k, v, bias, 0., False, scale=None, enable_gqa=False)
              def adamw(self: __torch__.Operations, w: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], step: List[Tensor], scale: Tensor, numbers: Tensor, used: Tensor) -> Tensor:
                lr = float(torch.select(numbers, 0, 0))
                beta1 = float(torch.select(numbers, 0, 1))
                beta2 = float(torch.select(numbers, 0, 2))
                decay = float(torch.select(numbers, 0, 3))
                eps = float(torch.select(numbers, 0, 4))
                torch._fused_adamw_(w, g, m, v, annotate(List[Tensor], []), step, lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False, grad_scale=scale, found_inf=None)
                return torch.zero_(used)
            """;

    private static final @Nullable PtSymbolBlock MODULE = load();

    private NativeOperations() {}

    /** Returns whether this engine has them, and the system property does not forbid them. */
    public static boolean available() {
        return MODULE != null;
    }

    /**
     * {@code x / sqrt(mean(x^2) + epsilon) * weight} over the last axis.
     *
     * @param x {@code [..., D]}
     * @param weight {@code [D]}
     * @param epsilon scalar
     * @return of the shape of {@code x}
     */
    public static NDArray rmsNorm(NDArray x, NDArray weight, NDArray epsilon) {
        return call("rms_norm", x, named(null, weight), epsilon);
    }

    /**
     * {@code x * cos + swapped * signedSin}, where the halves of the last axis are swapped.
     *
     * @param x {@code [N, heads, headDim]}
     * @param cos {@code [N, 1, headDim]}
     * @param signedSin of the same shape
     * @return of the shape of {@code x}
     */
    public static NDArray rotate(NDArray x, NDArray cos, NDArray signedSin) {
        return call("rotate", x, cos, signedSin);
    }

    /**
     * Rounds to bfloat16, which DJL has no name for: the result's data type is {@code UNKNOWN}.
     *
     * @param x of any type and shape
     * @return of the same shape; a gradient goes back in the type of {@code x}
     */
    public static NDArray bfloat16(NDArray x) {
        return call("bfloat16", named(null, x));
    }

    /**
     * Widens to float32.
     *
     * @param x of any type and shape
     * @return of the same shape; a gradient goes back in the type of {@code x}
     */
    public static NDArray float32(NDArray x) {
        return call("float32", named(null, x));
    }

    /** {@code x * sigmoid(x) * y}, of any shape. */
    public static NDArray siluTimes(NDArray x, NDArray y) {
        return call("silu_times", x, y);
    }

    /**
     * Attention with scores scaled by {@code 1 / sqrt(headDim)}. Heads that share keys are repeated
     * by the caller: libtorch's fast kernel for the CPU does not know them.
     *
     * @param query {@code [B, H, T, headDim]}
     * @param key {@code [B, H, S, headDim]}
     * @param value {@code [B, H, S, headDim]}
     * @param bias added to the scores, {@code [T, S]}; null, with S = T, to hide the future
     * @return {@code [B, H, T, headDim]}
     */
    public static NDArray attention(
            NDArray query, NDArray key, NDArray value, @Nullable NDArray bias) {
        return bias == null
                ? call("causal_attention", query, key, value)
                : call("attention", query, key, value, bias);
    }

    /**
     * One update of AdamW, all in place; the gradient that the weight has is zero afterwards. Call
     * it without gradient.
     *
     * @param weight of any shape
     * @param gradient of the same shape: the weight's own, or what it is replaced by
     * @param mean first moment, of the same shape
     * @param variance second moment, of the same shape
     * @param update number of this update, from 1
     * @param gradientScale the gradient is multiplied by it first
     * @param numbers learning rate, beta1, beta2, weight decay and epsilon
     */
    public static void adamW(
            NDArray weight,
            NDArray gradient,
            NDArray mean,
            NDArray variance,
            int update,
            double gradientScale,
            double... numbers) {
        NDManager manager = gradient.getManager();
        // lists: TorchScript leaves out an update of something that it sees nobody read
        try (NDArray weights = named("w[]", weight);
                NDArray gradients = named("g[]", gradient);
                NDArray means = named("m[]", mean);
                NDArray variances = named("v[]", variance);
                NDArray step = manager.create((float) update);
                NDArray steps = named("step[]", step);
                NDArray divisor = manager.create((float) (1 / gradientScale));
                NDArray hyperparameters = manager.create(numbers);
                NDArray used = weight.getGradient()) {
            call(
                            "adamw",
                            weights,
                            gradients,
                            means,
                            variances,
                            steps,
                            divisor,
                            hyperparameters,
                            used)
                    .close();
        }
    }

    /**
     * The same memory under another name: DJL reads {@code x[]} as the only element of a list, and
     * a name with a dot, as parameters have, as the key of a map.
     */
    private static NDArray named(@Nullable String name, NDArray array) {
        NDArray alias = array.reshape(array.getShape());
        alias.setName(name);
        return alias;
    }

    private static NDArray call(String method, NDArray... arguments) {
        PtSymbolBlock module = MODULE;
        if (module == null) {
            throw new IllegalStateException("this engine cannot load TorchScript");
        }
        NDList inputs = new NDList(arguments);
        try (NDArray selector = arguments[0].getManager().create(new Shape(1))) {
            selector.setName(METHOD + method);
            inputs.add(selector);
            JniUtils.setGraphExecutorOptimize(false); // of this thread
            return IValueUtils.forward(module, inputs, true).head();
        } finally {
            JniUtils.setGraphExecutorOptimize(
                    Boolean.parseBoolean(System.getProperty(OPTIMIZER, "true")));
        }
    }

    private static @Nullable PtSymbolBlock load() {
        if ("false".equals(System.getProperty(PROPERTY))) {
            return null;
        }
        try {
            PtNDManager forever = (PtNDManager) NDManager.newBaseManager("PyTorch");
            return JniUtils.loadModule(forever, new ByteArrayInputStream(archive()), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) { // whatever libtorch says
            logger.info("computing without fused operations: {}", e.getMessage());
            return null;
        }
    }

    /** The module as {@code torch.jit.save} would store it. */
    private static byte[] archive() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            store(zip, "data.pkl", pickledModule());
            store(zip, "code/__torch__.py", CODE.getBytes(StandardCharsets.UTF_8));
            store(zip, "constants.pkl", latin("\u0080\u0002).")); // an empty tuple
            store(zip, "version", latin("10\n"));
        }
        return archive.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry("operations/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** Pickle, protocol 2: an object of the class, with the attribute {@code training = True}. */
    private static byte[] pickledModule() {
        return latin(
                "\u0080\u0002" // PROTO 2
                        + "c__torch__\nOperations\n" // GLOBAL
                        + ")\u0081" // EMPTY_TUPLE, NEWOBJ
                        + "}(X\b\0\0\0training\u0088u" // EMPTY_DICT, MARK, key, TRUE, SETITEMS
                        + "b."); // BUILD, STOP
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
