package com.deliveryhistory.systemtests.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.localstack.settings.Part;
import com.deliveryhistory.systemtests.observability.Observability.Alert;
import com.deliveryhistory.systemtests.observability.PromQl.Matcher;
import com.deliveryhistory.systemtests.observability.PromQl.Selector;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What the files are to each other; no service runs. */
class ObservabilityFilesTests {

    @Test
    void every_alert_has_an_entry_in_the_runbook_and_every_entry_an_alert() {
        List<Alert> alerts = Observability.alerts();

        assertThat(alerts).isNotEmpty();
        assertThat(alerts).extracting(Alert::name).doesNotHaveDuplicates();
        assertThat(Observability.runbookEntries())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        alerts.stream().map(Alert::name).toList());
    }

    @Test
    void the_runbook_says_of_every_alert_how_to_cause_it() {
        assertThat(Observability.rehearsals())
                .containsExactlyElementsOf(
                        Observability.alerts().stream().map(Alert::name).toList());
    }

    @Test
    void every_alert_leads_to_its_entry_and_says_in_a_line_what_is_wrong() {
        assertThat(Observability.alerts()).allSatisfy(alert -> {
            assertThat(alert.runbook()).isEqualTo("runbook.md#" + alert.name().toLowerCase(Locale.ROOT));
            assertThat(alert.summary()).isNotBlank();
            assertThat(alert.severity()).isIn("page", "ticket");
        });
    }

    @Test
    void every_dashboard_asks_the_data_source_that_is_provisioned() {
        String source = Observability.yaml("grafana/provisioning/datasources/prometheus.yaml")
                .path("datasources")
                .path(0)
                .path("uid")
                .asString("");

        assertThat(source).isNotEmpty();
        assertThat(Observability.dashboards()).hasSize(5).allSatisfy((file, dashboard) -> {
            assertThat(file).isEqualTo(dashboard.path("uid").asString("") + ".json");
            assertThat(dashboard.findValues("datasource"))
                    .isNotEmpty()
                    .allSatisfy(
                            asked -> assertThat(asked.path("uid").asString("")).isEqualTo(source));
            assertThat(dashboard
                            .path("panels")
                            .valueStream()
                            .map(panel -> panel.path("id").asInt()))
                    .doesNotHaveDuplicates();
        });
        assertThat(Observability.yaml("grafana/provisioning/dashboards/delivery-history.yaml")
                        .path("providers"))
                .hasSize(1);
    }

    @Test
    void prometheus_scrapes_every_service_and_reads_the_alerts() {
        var settings = Observability.yaml("prometheus.yaml");

        assertThat(settings.path("rule_files").path(0).asString("")).isEqualTo("alerts.yaml");
        assertThat(settings.path("scrape_configs")
                        .valueStream()
                        .map(job -> job.path("job_name").asString("")))
                .containsExactlyInAnyOrderElementsOf(
                        Part.services().stream().map(Part::label).toList());
    }

    @Test
    void metrics_labels_and_values_are_found_in_an_expression() {
        PromQl asked = PromQl.parse("""
                sum by (job, kind) (rate(some_total{status=~"5..|lost", uri!="/a"}[5m])) # a remark
                  > 0.05 * histogram_quantile(0.9, other_bucket offset 15m) or on(job) third_seconds > 6 * 3600""");

        assertThat(asked.selectors())
                .containsExactly(
                        new Selector(
                                "some_total",
                                List.of(new Matcher("status", "=~", "5..|lost"), new Matcher("uri", "!=", "/a"))),
                        new Selector("other_bucket", List.of()),
                        new Selector("third_seconds", List.of()));
        assertThat(asked.groupedBy()).containsExactlyInAnyOrder("job", "kind");
        assertThat(new Matcher("status", "=~", "5..|lost").plainValues()).containsExactly("lost");
    }
}
