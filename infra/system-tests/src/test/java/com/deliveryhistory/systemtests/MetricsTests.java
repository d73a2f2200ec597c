package com.deliveryhistory.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.systemtests.observability.KnownMetrics;
import com.deliveryhistory.systemtests.observability.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The reference of metrics, the alerts and the dashboards know what running services tell, and nothing else. Some of it is
 * there only when somebody has opted in and deliveries have come.
 */
@WithSharedStack
class MetricsTests {

    @BeforeAll
    static void a_company_opts_in(LocalStack stack) {
        try (var admin = new Person(stack, "c00013")) {
            admin.signIn();
            admin.optIn();
            admin.seesDeliveries();
        }
    }

    @Test
    void the_reference_names_every_metric_of_ours_and_no_other(LocalStack stack) {
        thereAreNo(KnownMetrics::problemsOfTheReference, stack);
    }

    @Test
    void alerts_ask_for_what_is_there(LocalStack stack) {
        thereAreNo(KnownMetrics::problemsOfAlerts, stack);
    }

    @Test
    void dashboards_ask_for_what_is_there(LocalStack stack) {
        thereAreNo(KnownMetrics::problemsOfDashboards, stack);
    }

    private static void thereAreNo(Function<KnownMetrics, List<String>> problems, LocalStack stack) {
        await().pollDelay(Duration.ZERO)
                .untilAsserted(() -> assertThat(problems.apply(new KnownMetrics(Metrics.of(stack))))
                        .isEmpty());
    }
}
