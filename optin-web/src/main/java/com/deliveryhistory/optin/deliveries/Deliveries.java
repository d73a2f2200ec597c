package com.deliveryhistory.optin.deliveries;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.historyworker.Answer;
import com.deliveryhistory.optin.historyworker.HistorySettings;
import com.deliveryhistory.optin.historyworker.HistoryWorker;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads companies' deliveries from history-worker. */
@Component
public class Deliveries {

    private final HistoryWorker history;
    private final int pageSize;

    Deliveries(HistoryWorker history, HistorySettings settings) {
        this.history = history;
        this.pageSize = settings.pageSize();
    }

    /**
     * A page of the company's packages.
     *
     * @param cursor where it starts, from the page before; {@code null}: the first page
     */
    public Answer<HistoryPage> packages(CompanyId company, PackageQuery query, @Nullable String cursor) {
        Map<String, String> parameters = new LinkedHashMap<>(query.filter());
        parameters.put("order", query.order().name());
        parameters.put("limit", String.valueOf(pageSize));
        if (cursor != null) {
            parameters.put("cursor", cursor);
        }
        return history.get(company, HistoryPage.class, "packages", Map.of(), parameters);
    }

    public Answer<DeliveredPackage> find(CompanyId company, String trackingNumber) {
        Map<String, String> named = Map.of("number", trackingNumber);
        return history.get(company, DeliveredPackage.class, "packages/{number}", named, Map.of());
    }

    /** What happened from the first of these days to the last. */
    public Answer<Summary> summary(CompanyId company, LocalDate from, LocalDate to) {
        Map<String, String> days = Map.of("from", from.toString(), "to", to.toString());
        return history.get(company, Summary.class, "summary", Map.of(), days);
    }

    /** Which span of time has been collected for the company. */
    public Answer<Coverage> coverage(CompanyId company) {
        return history.get(company, Coverage.class, "coverage", Map.of(), Map.of());
    }
}
