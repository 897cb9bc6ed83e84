package io.github.luffyrl.examples.digitmachine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The parts that responses are made of. They follow each other without line breaks. */
final class Trace {

    private Trace() {}

    /** The letters of the operations, such as {@code abc}. */
    static String letters(List<Operation> operations) {
        return operations.stream()
                .map(operation -> String.valueOf(operation.letter()))
                .collect(Collectors.joining());
    }

    /** A line: the operations carried out and the state after them, such as {@code >a1234}. */
    static String line(List<Operation> operations, DigitState after) {
        return ">" + letters(operations) + after;
    }

    /** A check, which repeats the state: {@code ?1234}. */
    static String check(DigitState state) {
        return "?" + state;
    }

    /** The answer, which ends a response: {@code #1234}. */
    static String answer(DigitState state) {
        return "#" + state;
    }

    /** The student's lines: one operation each, six characters each. */
    static List<String> studentLines(DigitProblem problem) {
        List<DigitState> states = problem.states();
        List<String> lines = new ArrayList<>(states.size());
        for (int i = 0; i < states.size(); i++) {
            lines.add(line(List.of(problem.operations().get(i)), states.get(i)));
        }
        return lines;
    }
}
