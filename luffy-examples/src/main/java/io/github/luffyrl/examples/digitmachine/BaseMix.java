package io.github.luffyrl.examples.digitmachine;

import io.github.luffyrl.examples.basemodel.BaseExample;
import io.github.luffyrl.examples.task.Split;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What the base model is pre-trained on, so that it knows every operation but is too impatient to
 * chain many: at each line's end it continues with probability {@code patience} and otherwise
 * guesses. It therefore solves n operations about {@code patience} to the power of n times.
 *
 * <p>35 % are easy problems with the whole chain. The rest have 4 to 10 operations: a uniform
 * number of lines is given, of which the model learns the operations and states but not the {@code
 * >}, the decision to continue.
 *
 * @param patience probability of continuing at the end of a line, 0 to 1
 */
public record BaseMix(double patience) {

    /** The mix of the embedded task. */
    public static final BaseMix IMPATIENT = new BaseMix(0.15);

    private static final double EASY_SHARE = 0.35;
    private static final int MAX_OPERATIONS = 10;

    /** Rejects what is not a probability. */
    public BaseMix {
        if (!(patience >= 0 && patience <= 1)) {
            throw new IllegalArgumentException("patience = " + patience + ": need 0 to 1");
        }
    }

    /**
     * Draws an example, never of a held-out problem.
     *
     * @param random the generator
     * @return the next example
     */
    public BaseExample draw(RandomGenerator random) {
        int longestEasy = Difficulty.EASY.maxOperations();
        if (random.nextDouble() < EASY_SHARE) {
            DigitProblem easy = DigitProblem.draw(1, longestEasy, Split.TRAINING, random);
            int all = easy.operations().size();
            return example(easy, 0, all, easy.answer());
        }
        DigitProblem problem =
                DigitProblem.draw(longestEasy + 1, MAX_OPERATIONS, Split.TRAINING, random);
        int all = problem.operations().size();
        int given = random.nextInt(all + 1);
        int lineCount = given;
        while (lineCount < all && random.nextDouble() < patience) {
            lineCount++;
        }
        DigitState answer = lineCount == all ? problem.answer() : DigitState.random(random);
        return example(problem, given, lineCount, answer);
    }

    private static BaseExample example(
            DigitProblem problem, int given, int lineCount, DigitState answer) {
        List<String> lines = Trace.studentLines(problem).subList(0, lineCount);
        String response = String.join("", lines) + Trace.answer(answer);
        boolean[] supervised = new boolean[response.length() + 1];
        Arrays.fill(supervised, true);
        int start = 0;
        for (String line : lines.subList(0, given)) {
            supervised[start] = false;
            start += line.length();
        }
        return new BaseExample(problem.prompt(), response, supervised);
    }
}
