package io.github.luffyrl.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.luffyrl.examples.report.Console;
import io.github.luffyrl.rewards.suite.CaseResult;
import io.github.luffyrl.rewards.suite.SuiteReport;
import io.github.luffyrl.rewards.suite.VerifierCase;
import io.github.luffyrl.rewards.verifier.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks the verifier. */
@Command(
        name = "verify",
        description = {
            "Checks an answer and explains the verdict, or runs a file of cases.",
            "",
            "luffy verify --gold '\\frac12' --answer 'so it is \\boxed{0.5}'",
            "luffy verify --file cases.jsonl --strict"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class VerifyCommand implements Callable<Integer> {

    private static final int DISAGREED = 1;
    private static final int SHOWN_CHARACTERS = 200;

    @Option(
            names = "--gold",
            paramLabel = "G",
            description = "the right answer, as in problem files")
    private @Nullable String gold;

    @Option(
            names = "--answer",
            paramLabel = "A",
            description = "the answer to check, or a whole response")
    private @Nullable String answer;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description =
                    "cases, one JSON object a line: id, kind, gold, pred, expected, and if you like"
                            + " oracle, disputed and options")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "OPTION=VALUE",
            description =
                    "an option of the verifier by its name in such files, with --gold, such as"
                            + " strict=false or extract=[latex]; can be repeated")
    private List<String> options = new ArrayList<>();

    @Option(
            names = "--all",
            description = "with --file, show every verdict, not only disagreements")
    private boolean all;

    @Option(
            names = "--strict",
            description = "exit with 1 unless the answer is right, or all cases are as expected")
    private boolean strict;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Console console = Consoles.of(spec.commandLine());
        boolean good;
        if (file != null && gold == null && answer == null && options.isEmpty()) {
            good = run(file, console);
        } else if (file == null && gold != null && answer != null && !all) {
            good = judge(gold, answer, console);
        } else {
            throw wrong("need --gold and --answer, perhaps --set, or --file, perhaps --all");
        }
        return good || !strict ? 0 : DISAGREED;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private boolean judge(String truth, String text, Console console) {
        Map<String, Object> settings = new HashMap<>();
        for (String option : options) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw wrong("--set " + option + ": need OPTION=VALUE");
            }
            settings.put(option.substring(0, equals), value(option.substring(equals + 1)));
        }
        VerifierCase asked;
        try {
            asked =
                    VerifierCase.of(
                            Map.of(
                                    "id", "--gold",
                                    "kind", "answer",
                                    "gold", truth,
                                    "pred", text,
                                    "options", settings));
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
        Verdict verdict = asked.run().verdict();
        console.say("%s: %s", name(verdict), verdict.explanation());
        return verdict.isCorrect();
    }

    private Object value(String text) {
        try {
            return new YAMLMapper().readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            throw wrong("--set: \"" + text + "\" is no value: " + e.getOriginalMessage());
        }
    }

    private boolean run(Path cases, Console console) throws IOException {
        SuiteReport report = SuiteReport.of(read(cases));
        List<CaseResult> disagreements = report.disagreements();
        (all ? report.results() : disagreements).forEach(result -> show(result, console));
        showUnmatchable(report, console);
        console.say("%n%s", report.table().stripTrailing());
        return disagreements.isEmpty();
    }

    private static List<VerifierCase> read(Path file) throws IOException {
        ObjectReader json = new ObjectMapper().readerForMapOf(Object.class);
        List<VerifierCase> cases = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            try {
                if (!line.isBlank()) {
                    Map<String, Object> fields = json.readValue(line);
                    cases.add(VerifierCase.of(fields));
                }
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(
                        file + ":" + number + ": " + e.getOriginalMessage(), e);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ":" + number + ": " + e.getMessage(), e);
            }
        }
        if (cases.isEmpty()) {
            throw new IllegalArgumentException(file + " holds no case");
        }
        return cases;
    }

    private static void showUnmatchable(SuiteReport report, Console console) {
        Map<String, List<VerifierCase>> unmatchable = report.unmatchable();
        if (unmatchable.isEmpty()) {
            return;
        }
        int cases = unmatchable.values().stream().mapToInt(List::size).sum();
        console.say(
                "no response can match the gold of %d of %d cases:",
                cases, report.results().size());
        unmatchable.forEach(
                (reason, of) -> console.say("    %d x %s (%s)", of.size(), reason, of.get(0).id()));
    }

    private static void show(CaseResult result, Console console) {
        VerifierCase shown = result.testCase();
        String remark = result.agrees() ? "" : result.falsePositive() ? ", FALSE POSITIVE" : ", NO";
        console.say(
                "%s %s%s: %s: %s",
                shown.id(),
                shown.kind(),
                shown.disputed() ? ", disputed" + remark : remark,
                name(result.verdict()),
                result.verdict().explanation());
        console.say("    gold    %s", oneLine(shown.gold()));
        console.say("    answer  %s", oneLine(shown.prediction()));
    }

    /** The end of a long text, where answers stand. */
    private static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= SHOWN_CHARACTERS
                ? line
                : ".. " + line.substring(line.length() - SHOWN_CHARACTERS);
    }

    private static String name(Verdict verdict) {
        if (verdict instanceof Verdict.Correct) {
            return "correct";
        }
        if (verdict instanceof Verdict.Wrong) {
            return "wrong";
        }
        return verdict instanceof Verdict.Undecided ? "undecided" : "no verdict";
    }
}
