package com.deliveryhistory.systemtests.history;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.DeliveryEvent.DeliveryEventRecorded;
import com.deliveryhistory.events.DeliveryEvent.HistoryCaughtUp;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.testing.TopicReader;
import com.deliveryhistory.testing.TopicRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** All delivery events of a topic, by company and package, repeats told apart from what they repeat. */
public final class ToldEvents {

    private final Map<String, Map<String, DeliveryEventRecorded>> packages = new HashMap<>();
    private final Map<CompanyId, Span> covered = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private long count;

    private ToldEvents() {}

    /** From when to when a company's history is complete. */
    public record Span(Instant from, Instant to) {}

    public static ToldEvents read(String kafka) {
        ToldEvents told = new ToldEvents();
        for (TopicRecord record : TopicReader.read(kafka, Topics.DELIVERY_EVENTS)) {
            var headers = new RecordHeaders();
            record.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
            told.add(EventCodec.DELIVERY.decode(
                    headers, Objects.requireNonNullElse(record.value(), "").getBytes(StandardCharsets.UTF_8)));
        }
        return told;
    }

    private void add(EventEnvelope<?> envelope) {
        switch (envelope.event()) {
            case DeliveryEventRecorded recorded -> {
                count++;
                ids.add(envelope.id());
                DeliveryEventRecorded before = packages.computeIfAbsent(
                                key(recorded.companyId(), recorded.trackingNumber()), key -> new LinkedHashMap<>())
                        .putIfAbsent(envelope.id(), recorded);
                if (before != null && !before.equals(recorded)) {
                    throw new AssertionError("%s and %s have the same id".formatted(before, recorded));
                }
            }
            case HistoryCaughtUp caughtUp ->
                covered.merge(
                        caughtUp.companyId(),
                        new Span(caughtUp.coveredFrom(), caughtUp.coveredTo()),
                        (one, other) -> one.to().isAfter(other.to()) ? one : other);
            default -> throw new AssertionError("Unexpected: " + envelope);
        }
    }

    /** Different events of a package in the order in which they first came. */
    public List<DeliveryEventRecorded> of(CompanyId company, String trackingNumber) {
        return List.copyOf(
                packages.getOrDefault(key(company, trackingNumber), Map.of()).values());
    }

    List<String> idsOf(CompanyId company, String trackingNumber) {
        List<String> sorted = new ArrayList<>(
                packages.getOrDefault(key(company, trackingNumber), Map.of()).keySet());
        sorted.sort(null);
        return sorted;
    }

    public Span covered(CompanyId company) {
        Span span = covered.get(company);
        if (span == null) {
            throw new AssertionError("Nobody told that the history of %s is complete".formatted(company));
        }
        return span;
    }

    public Set<String> ids() {
        return ids;
    }

    /** How many events there are, repeats included. */
    public long count() {
        return count;
    }

    private static String key(CompanyId company, String trackingNumber) {
        return company + "/" + trackingNumber;
    }
}
