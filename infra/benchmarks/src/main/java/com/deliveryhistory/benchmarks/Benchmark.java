package com.deliveryhistory.benchmarks;

import com.deliveryhistory.benchmarks.report.Report;
import com.deliveryhistory.benchmarks.stage.Scale;
import com.deliveryhistory.benchmarks.stage.Stage;

/** Something that can be measured. Both sides of each ratio are measured in turn, several rounds, in the same run. */
@FunctionalInterface
interface Benchmark {

    Report run(Stage stage, Scale scale) throws Exception;
}
