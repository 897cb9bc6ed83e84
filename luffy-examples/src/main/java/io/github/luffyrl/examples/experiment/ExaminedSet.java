package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.djl.evaluator.Answer;
import io.github.luffyrl.examples.report.Accuracy;
import java.util.List;

/**
 * A model's answers to a set of problems.
 *
 * @param name of the set
 * @param answers at least one
 */
public record ExaminedSet(String name, List<Answer> answers) {

    /**
     * Counts the right answers.
     *
     * @return the accuracy
     */
    public Accuracy accuracy() {
        long solved = answers.stream().filter(answer -> answer.reward().solved()).count();
        return new Accuracy((int) solved, answers.size());
    }
}
