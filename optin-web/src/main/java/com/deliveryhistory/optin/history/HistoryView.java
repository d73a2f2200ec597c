package com.deliveryhistory.optin.history;

import com.deliveryhistory.optin.deliveries.Coverage;
import com.deliveryhistory.optin.deliveries.HistoryPage;
import com.deliveryhistory.optin.deliveries.PackageStatus;
import com.deliveryhistory.optin.deliveries.Summary;
import com.deliveryhistory.optin.historyworker.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the delivery history shows. Public for the templates.
 *
 * @param problems what is wrong with the form, by the name of the field, as in {@link HistoryForm#problems()}
 * @param packages {@code null} if they cannot be shown
 * @param summary {@code null} if it cannot be shown
 * @param coverage {@code null} if it is not known
 */
public record HistoryView(
        HistoryForm form,
        Map<String, String> problems,
        @Nullable HistoryPage packages,
        @Nullable Summary summary,
        @Nullable Coverage coverage,
        ChartDays days,
        boolean isUnavailable,
        boolean isChartUnavailable) {

    private static final Set<String> FIELDS = Set.of("text", "status", "from", "to", "order", "cursor");
    private static final int MOST_FREQUENT = 5;

    static HistoryView of(HistoryForm form, HistoryParts parts, ChartDays days) {
        Map<String, String> problems = new LinkedHashMap<>(form.problems());
        if (parts.packages() instanceof Answer.Refused<HistoryPage> refused) {
            String field = FIELDS.contains(refused.parameter()) ? refused.parameter() : "text";
            problems.putIfAbsent(field, field);
        }
        return new HistoryView(
                form,
                problems,
                parts.packages().found().orElse(null),
                parts.summary().found().orElse(null),
                parts.coverage().found().orElse(null),
                days,
                parts.packages().isUnavailable(),
                !parts.packages().isUnavailable() && parts.summary().isUnavailable());
    }

    public List<PackageStatus> statuses() {
        return List.of(PackageStatus.values());
    }

    public DayChart delivered() {
        return DayChart.of(summary == null ? List.of() : summary.days(), Summary.Day::delivered);
    }

    public DayChart exceptions() {
        return DayChart.of(summary == null ? List.of() : summary.days(), Summary.Day::exceptions);
    }

    public List<Summary.Reason> frequentReasons() {
        return summary == null
                ? List.of()
                : summary.exceptionReasons().stream().limit(MOST_FREQUENT).toList();
    }

    public List<Summary.Reason> otherReasons() {
        return summary == null
                ? List.of()
                : summary.exceptionReasons().stream().skip(MOST_FREQUENT).toList();
    }
}
