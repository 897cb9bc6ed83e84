package io.github.luffyrl.examples.digitmachine;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.examples.basemodel.BaseExample;
import io.github.luffyrl.examples.task.BundledModel;
import io.github.luffyrl.examples.task.EmbeddedTask;
import io.github.luffyrl.examples.task.SetRole;
import io.github.luffyrl.examples.task.TaskSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/** The digit machine as a task to compare methods on. The library's defaults are made for it. */
public final class DigitMachineTask implements EmbeddedTask {

    private static final BundledModel BASE = new BundledModel("/digit-machine-base/");

    private final String name;
    private final Teacher teacher;

    private DigitMachineTask(String name, Teacher teacher) {
        this.name = name;
        this.teacher = teacher;
    }

    /** Creates the task with the demonstrations of a teacher of another style. */
    public DigitMachineTask() {
        this("digit-machine", Teacher.LEAPING);
    }

    /**
     * Returns the task with traces in the base model's own style: a right response of the base
     * model has a line for every operation, so it is what rejection sampling would keep if there
     * were samples enough to find one.
     *
     * @return the task
     */
    public static DigitMachineTask withOwnTraces() {
        return new DigitMachineTask("digit-machine-own-traces", Teacher.STEPWISE);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Path unpackModel(Path directory) throws IOException {
        return BASE.unpack(directory);
    }

    @Override
    public BaseExample baseExample(RandomGenerator random) {
        return BaseMix.IMPATIENT.draw(random);
    }

    @Override
    public int baseSteps() {
        return 1800;
    }

    @Override
    public List<Problem> training(long seed) {
        return new DigitMachine(seed, teacher).training();
    }

    @Override
    public List<TaskSet> evaluation(long seed, int count) {
        DigitMachine machine = new DigitMachine(seed, teacher);
        List<Problem> trained =
                machine.training().stream()
                        .filter(problem -> problem.source().equals(Difficulty.HARD.source()))
                        .limit(count)
                        .toList();
        return List.of(
                new TaskSet(SetRole.TRAINED_ON, "hard, trained on", trained),
                heldOut(machine, SetRole.HELD_OUT, Difficulty.HARD, count),
                heldOut(machine, SetRole.EASIER, Difficulty.EASY, count),
                heldOut(machine, SetRole.HARDER, Difficulty.LONGER, count));
    }

    private static TaskSet heldOut(
            DigitMachine machine, SetRole role, Difficulty difficulty, int count) {
        return new TaskSet(
                role, difficulty.source() + ", held out", machine.evaluation(difficulty, count));
    }

    @Override
    public RewardFunction reward() {
        return new DigitReward();
    }
}
