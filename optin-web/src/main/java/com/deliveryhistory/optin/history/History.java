package com.deliveryhistory.optin.history;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.deliveries.Deliveries;
import com.deliveryhistory.optin.deliveries.PackageQuery;
import com.deliveryhistory.optin.historyworker.Answer;
import com.deliveryhistory.optin.historyworker.HistorySettings;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks for all parts of the history at once. They have one deadline together, and none outlives the question: what has
 * not come by then is broken off.
 */
@Component
class History {

    private static final Logger log = LoggerFactory.getLogger(History.class);

    private final Deliveries deliveries;
    private final Duration patience;

    History(Deliveries deliveries, HistorySettings settings) {
        this.deliveries = deliveries;
        this.patience = settings.pageTimeout();
    }

    HistoryParts of(CompanyId company, PackageQuery query, @Nullable String cursor, ChartDays days) {
        long deadline = System.nanoTime() + patience.toNanos();
        try (ExecutorService questions = Executors.newVirtualThreadPerTaskExecutor()) {
            var packages = questions.submit(() -> deliveries.packages(company, query, cursor));
            var summary = questions.submit(() -> deliveries.summary(company, days.first(), days.last()));
            var coverage = questions.submit(() -> deliveries.coverage(company));
            return new HistoryParts(by(deadline, packages), by(deadline, summary), by(deadline, coverage));
        }
    }

    private static <T> Answer<T> by(long deadline, Future<Answer<T>> question) {
        try {
            return question.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            log.warn("history-worker did not answer in time for a page");
        } catch (ExecutionException e) {
            log.error("A part of a page failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        question.cancel(true);
        return new Answer.Unavailable<>();
    }
}
