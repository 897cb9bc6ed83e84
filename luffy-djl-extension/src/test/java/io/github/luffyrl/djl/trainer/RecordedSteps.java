package io.github.luffyrl.djl.trainer;

import ai.djl.training.listener.TrainingListenerAdapter;
import java.util.ArrayList;
import java.util.List;

/** Keeps the reports of all steps. */
final class RecordedSteps extends TrainingListenerAdapter implements StepListener {

    final List<StepReport> reports = new ArrayList<>();

    @Override
    public void onStep(LuffyTrainer trainer, StepReport report) {
        reports.add(report);
    }

    StepReport last() {
        return reports.get(reports.size() - 1);
    }
}
