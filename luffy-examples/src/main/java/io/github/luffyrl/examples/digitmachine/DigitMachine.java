package io.github.luffyrl.examples.digitmachine;

import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.examples.task.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The problems of the embedded task. The same seed gives the same problems; training and evaluation
 * are disjoint for all seeds (see {@link Split}).
 *
 * <pre>{@code
 * List<Problem> training = new DigitMachine(seed).training();
 * List<Problem> heldOut = new DigitMachine(seed).evaluation(Difficulty.HARD, 256);
 * }</pre>
 *
 * @param seed of everything that is drawn
 * @param teacher writes the demonstrations
 */
public record DigitMachine(long seed, Teacher teacher) {

    /** The longest response: it holds every demonstration with its end-of-sequence token. */
    public static final int MAX_RESPONSE_TOKENS = 76;

    private static final int HARD_PROBLEMS = 4096;
    private static final int HARD_PER_EASY = 7;

    /**
     * Creates the problems with the demonstrations of {@link Teacher#LEAPING}.
     *
     * @param seed of everything that is drawn
     */
    public DigitMachine(long seed) {
        this(seed, Teacher.LEAPING);
    }

    /**
     * Returns the training set: 4,096 hard problems with a demonstration each, and after every
     * seventh an easy one without, so that one in eight keeps up what the policy already knows.
     *
     * @return 4,681 problems, sources {@code hard} and {@code easy}
     */
    public List<Problem> training() {
        RandomGenerator random = random("training");
        List<Problem> problems = new ArrayList<>();
        for (int i = 1; i <= HARD_PROBLEMS; i++) {
            DigitProblem hard = draw(Difficulty.HARD, Split.TRAINING, random);
            Demonstration demonstration = demonstration(hard, random);
            problems.add(problem("train-hard-" + i, Difficulty.HARD, hard, List.of(demonstration)));
            if (i % HARD_PER_EASY == 0) {
                DigitProblem easy = draw(Difficulty.EASY, Split.TRAINING, random);
                String id = "train-easy-" + i / HARD_PER_EASY;
                problems.add(problem(id, Difficulty.EASY, easy, List.of()));
            }
        }
        return List.copyOf(problems);
    }

    /**
     * Returns a held-out set. Problems that are not easy have a demonstration each, of which
     * prefixes can be given.
     *
     * @param difficulty of all its problems
     * @param count how many, at least 0; a larger set starts with the smaller one
     * @return the problems, their source being {@link Difficulty#source()}
     */
    public List<Problem> evaluation(Difficulty difficulty, int count) {
        RandomGenerator random = random("evaluation-" + difficulty.source());
        RandomGenerator traces = random("demonstration-" + difficulty.source());
        List<Problem> problems = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            DigitProblem drawn = draw(difficulty, Split.EVALUATION, random);
            String id = "evaluation-" + difficulty.source() + "-" + i;
            List<Demonstration> demonstrations =
                    difficulty == Difficulty.EASY
                            ? List.of()
                            : List.of(demonstration(drawn, traces));
            problems.add(problem(id, difficulty, drawn, demonstrations));
        }
        return List.copyOf(problems);
    }

    private RandomGenerator random(String purpose) {
        return new SplittableRandom(seed ^ ((long) purpose.hashCode() << 32));
    }

    private static DigitProblem draw(Difficulty difficulty, Split split, RandomGenerator random) {
        return DigitProblem.draw(
                difficulty.minOperations(), difficulty.maxOperations(), split, random);
    }

    private Demonstration demonstration(DigitProblem problem, RandomGenerator random) {
        String text;
        do { // about one in 10,000 has so many checks that it would be cut off before its answer
            text = teacher.demonstrate(problem, random);
        } while (text.length() >= MAX_RESPONSE_TOKENS);
        return new Demonstration(
                text, teacher.equals(Teacher.LEAPING) ? "leaping-teacher" : "stepwise");
    }

    private static Problem problem(
            String id,
            Difficulty difficulty,
            DigitProblem problem,
            List<Demonstration> demonstrations) {
        return new Problem(
                id,
                difficulty.source(),
                List.of(ChatMessage.user(problem.prompt())),
                problem.answer().toString(),
                demonstrations,
                Map.of());
    }
}
