package com.deliveryhistory.benchmarks;

import com.deliveryhistory.benchmarks.report.Report;
import com.deliveryhistory.benchmarks.stage.GivenServers;
import com.deliveryhistory.benchmarks.stage.Project;
import com.deliveryhistory.benchmarks.stage.Scale;
import com.deliveryhistory.benchmarks.stage.Stage;

/** Something that can be measured. Both sides of each ratio are measured in turn, several rounds, in the same run. */
@FunctionalInterface
interface Benchmark {

    Report run(Project project, GivenServers given, Scale scale) throws Exception;

    /** One that runs on the given servers, or on some of its own. */
    static Benchmark onStage(OnStage benchmark) {
        return (project, given, scale) -> {
            given.requireUsable();
            try (Stage stage = Stage.open(project, given)) {
                return benchmark.run(stage, scale);
            }
        };
    }

    /** Measures with what a stage has. */
    @FunctionalInterface
    interface OnStage {

        Report run(Stage stage, Scale scale) throws Exception;
    }
}
