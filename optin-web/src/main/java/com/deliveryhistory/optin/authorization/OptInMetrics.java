package com.deliveryhistory.optin.authorization;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.optin.announcements.Announcements.Progress;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** What operators see of opt-ins. Every outcome is there from the start, so that the first one already is an increase. */
@Component
class OptInMetrics {

    private final MeterRegistry registry;

    OptInMetrics(OptInApplications applications, MeterRegistry registry) {
        this.registry = registry;
        for (OptInApplication application : applications.all()) {
            for (Progress progress : Progress.values()) {
                counter(application.id(), outcome(progress));
            }
            for (OptInProblem problem : OptInProblem.values()) {
                counter(application.id(), outcome(problem));
            }
        }
    }

    void optedIn(Application application, Progress progress) {
        counter(application, outcome(progress)).increment();
    }

    void failed(Application application, OptInProblem problem) {
        counter(application, outcome(problem)).increment();
    }

    private Counter counter(Application application, String outcome) {
        return Counter.builder("opt.ins")
                .description("Opt-ins by how they ended")
                .tag("application", application.value())
                .tag("outcome", outcome)
                .register(registry);
    }

    private static String outcome(Progress progress) {
        return switch (progress) {
            case IN_KAFKA -> "granted";
            case STORED -> "stored";
        };
    }

    private static String outcome(OptInProblem problem) {
        return problem.name().toLowerCase(Locale.ROOT);
    }
}
