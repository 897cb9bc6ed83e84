package io.github.luffyrl.examples.cli;

import io.github.luffyrl.examples.benchmark.Benchmark;
import io.github.luffyrl.examples.benchmark.ModelSize;
import io.github.luffyrl.examples.benchmark.WorkKind;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Measures tokens per second. */
@Command(
        name = "benchmark",
        description =
                "Measures tokens per second, also of eager PyTorch if a Python with torch is found.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
final class BenchmarkCommand implements Callable<Integer> {

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            converter = Sizes.class,
            description = {
                "tiny: 0.8 M parameters, 4 layers of width 128",
                "small: 27 M, 8 x 512",
                "medium: 211 M, 12 x 896, vocabulary 32,000",
                "0.5b: 494 M, the shape of Qwen2.5-0.5B; a step takes minutes and up to 16 GiB"
            })
    private ModelSize size = ModelSize.TINY;

    @Option(
            names = "--workload",
            paramLabel = "KIND",
            split = ",",
            converter = Kinds.class,
            description = {
                "distinct: a prompt for each row",
                "groups: eight rows share a prompt as long as the response",
                "prefix: PrefixRL, eight rows share 60 % of the response as well"
            })
    private List<WorkKind> kinds = List.of(WorkKind.values());

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "measured rounds; by default 7 of tiny, 3 of small and medium, 1 of 0.5b")
    private @Nullable Integer rounds;

    @Option(
            names = "--python",
            paramLabel = "COMMAND",
            split = ",",
            description = "Pythons to try; the first that has torch runs eager PyTorch")
    private List<String> pythons = List.of("python3", "/usr/bin/python3");

    @Option(names = "--profile", description = "report where the time goes")
    private boolean profile;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        int measured = rounds == null ? size.rounds() : rounds;
        if (measured < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--rounds = " + measured + ": need at least 1");
        }
        new Benchmark(size, kinds, measured, pythons, profile).run(Consoles.of(spec.commandLine()));
        return 0;
    }

    /** Reads a size by its label. */
    static final class Sizes implements ITypeConverter<ModelSize> {

        @Override
        public ModelSize convert(String text) {
            return labelled(ModelSize.values(), text);
        }
    }

    /** Reads a kind of work by its label. */
    static final class Kinds implements ITypeConverter<WorkKind> {

        @Override
        public WorkKind convert(String text) {
            return labelled(WorkKind.values(), text);
        }
    }

    private static <T> T labelled(T[] values, String text) {
        return Arrays.stream(values)
                .filter(value -> value.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new TypeConversionException(
                                        "'"
                                                + text
                                                + "': need one of "
                                                + Arrays.stream(values)
                                                        .map(String::valueOf)
                                                        .collect(Collectors.joining(", "))));
    }
}
