package com.deliveryhistory.systemtests.observability;

import com.deliveryhistory.localstack.settings.Part;
import com.deliveryhistory.systemtests.observability.PromQl.Matcher;
import com.deliveryhistory.systemtests.observability.PromQl.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds alerts, dashboards and the reference to the metrics of running services. Each problem is a line for people. */
public final class KnownMetrics {

    /** What Prometheus adds itself. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

    private static final Set<String> JOBS =
            Part.services().stream().map(Part::label).collect(Collectors.toSet());

    private final Metrics running;
    private final MetricsReference reference = Observability.reference();

    public KnownMetrics(Metrics running) {
        this.running = running;
    }

    public List<String> problemsOfTheReference() {
        List<String> problems = new ArrayList<>();
        reference.unknown(running).forEach(name -> problems.add("metrics.md: no service has " + name));
        reference.missing(running).forEach(name -> problems.add("metrics.md does not name " + name));
        return problems;
    }

    public List<String> problemsOfAlerts() {
        List<String> problems = new ArrayList<>();
        Observability.alerts().forEach(alert -> check(alert.name(), alert.expression(), problems));
        return problems;
    }

    public List<String> problemsOfDashboards() {
        List<String> problems = new ArrayList<>();
        Observability.expressions().forEach((place, expression) -> check(place, expression, problems));
        return problems;
    }

    private void check(String place, String expression, List<String> problems) {
        PromQl asked = PromQl.parse(expression);
        if (asked.selectors().isEmpty()) {
            problems.add(place + ": asks for no metric");
        }
        asked.selectors().forEach(selector -> check(place, selector, problems));
        asked.groupedBy().stream()
                .filter(label -> asked.selectors().stream()
                        .noneMatch(selector -> OF_PROMETHEUS.contains(label)
                                || running.labels(selector.metric()).containsKey(label)))
                .forEach(label -> problems.add("%s: nothing has the label %s".formatted(place, label)));
    }

    private void check(String place, Selector selector, List<String> problems) {
        String metric = selector.metric();
        if (!metric.equals("up")) {
            if (!running.has(metric)) {
                problems.add("%s: no service has %s".formatted(place, metric));
                return;
            }
            if (!reference.names(metric)) {
                problems.add("%s: metrics.md does not name %s".formatted(place, metric));
            }
        }
        for (Matcher matcher : selector.matchers()) {
            check("%s: %s".formatted(place, metric), metric, matcher, problems);
        }
    }

    private void check(String place, String metric, Matcher matcher, List<String> problems) {
        Map<String, Set<String>> labels = running.labels(metric);
        String label = matcher.label();
        if (!labels.containsKey(label) && !OF_PROMETHEUS.contains(label)) {
            problems.add("%s has no label %s".formatted(place, label));
            return;
        }
        Set<String> values = label.equals("job") ? JOBS : labels.getOrDefault(label, Set.of());
        matcher.plainValues().stream()
                .filter(value -> !values.contains(value) && !reference.says(metric, value))
                .forEach(value -> problems.add("%s is never %s=\"%s\"".formatted(place, label, value)));
    }
}
