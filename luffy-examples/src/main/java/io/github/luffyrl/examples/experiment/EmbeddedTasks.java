package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.examples.combinationlock.CombinationLockTask;
import io.github.luffyrl.examples.digitmachine.DigitMachineTask;
import io.github.luffyrl.examples.task.EmbeddedTask;
import java.util.List;
import java.util.stream.Collectors;

/** The tasks that come with luffy. */
public final class EmbeddedTasks {

    private static final List<EmbeddedTask> ALL =
            List.of(
                    new DigitMachineTask(),
                    DigitMachineTask.withOwnTraces(),
                    new CombinationLockTask());

    private EmbeddedTasks() {}

    /**
     * Returns all of them.
     *
     * @return the tasks, the default one first
     */
    public static List<EmbeddedTask> all() {
        return ALL;
    }

    /**
     * Returns one by its name.
     *
     * @param name see {@link EmbeddedTask#name}
     * @return the task
     * @throws IllegalArgumentException if there is none of that name
     */
    public static EmbeddedTask named(String name) {
        return ALL.stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "there is no task '"
                                                + name
                                                + "'; there are: "
                                                + ALL.stream()
                                                        .map(EmbeddedTask::name)
                                                        .collect(Collectors.joining(", "))));
    }
}
