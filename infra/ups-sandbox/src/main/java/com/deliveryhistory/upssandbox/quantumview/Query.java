package com.deliveryhistory.upssandbox.quantumview;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a Quantum View request asks for. */
sealed interface Query {

    /** All files that were not read before. */
    record Unread() implements Query {}

    /** The files that appeared in a span of time, both ends included. */
    record Range(Instant begin, Instant end) implements Query {}

    /** Files by their names. */
    record Files(List<String> names) implements Query {
        public Files {
            names = List.copyOf(names);
        }
    }

    /** A request as UPS's schema and UPS's examples have it: containers as arrays or as single objects, {@code ""} for none. */
    record Request(
            Query query,
            @Nullable String bookmark,
            @Nullable String customerContext) {

        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);
        private static final Duration DEFAULT_SPAN = Duration.ofDays(7);

        /** @throws InvalidQuery if the request cannot be understood */
        static Request read(JsonNode body, String subscriptionName, ZoneId zone) {
            JsonNode request = body.path("QuantumViewRequest");
            if (!"QVEvents"
                    .equals(text(request.path("Request"), "RequestAction").orElse(null))) {
                throw InvalidQuery.action();
            }
            JsonNode subscription = first(request.path("SubscriptionRequest"));
            String bookmark = text(request, "Bookmark")
                    .or(() -> text(subscription, "Bookmark"))
                    .orElse(null);
            return new Request(
                    query(subscription, subscriptionName, zone),
                    bookmark,
                    customerContext(body).orElse(null));
        }

        /** The text that an answer repeats, errors included. */
        static Optional<String> customerContext(JsonNode body) {
            return text(
                    body.path("QuantumViewRequest").path("Request").path("TransactionReference"), "CustomerContext");
        }

        private static Query query(JsonNode subscription, String subscriptionName, ZoneId zone) {
            Optional<String> name = text(subscription, "Name");
            if (name.filter(asked -> !asked.equals(subscriptionName)).isPresent()) {
                throw InvalidQuery.subscription();
            }
            List<String> files = texts(subscription.path("FileName"));
            JsonNode range = first(subscription.path("DateTimeRange"));
            boolean hasRange = range.isObject() && !range.isEmpty();
            if (name.isEmpty()) {
                if (hasRange || !files.isEmpty()) {
                    throw InvalidQuery.subscription();
                }
                return new Unread();
            }
            if (!files.isEmpty()) {
                return new Files(files);
            }
            return hasRange ? range(range, zone) : new Range(Instant.MIN, Instant.MAX);
        }

        private static Range range(JsonNode range, ZoneId zone) {
            Instant begin =
                    text(range, "BeginDateTime").map(text -> time(text, zone)).orElseThrow(InvalidQuery::range);
            Instant end =
                    text(range, "EndDateTime").map(text -> time(text, zone)).orElseGet(() -> begin.plus(DEFAULT_SPAN));
            if (end.isBefore(begin)) {
                throw InvalidQuery.range();
            }
            return new Range(begin, end);
        }

        private static Instant time(String text, ZoneId zone) {
            try {
                return LocalDateTime.parse(text, TIME).atZone(zone).toInstant();
            } catch (DateTimeException noTime) {
                throw InvalidQuery.range();
            }
        }

        private static JsonNode first(JsonNode node) {
            return node.isArray() ? node.path(0) : node;
        }

        private static Optional<String> text(JsonNode parent, String field) {
            return Optional.of(parent.path(field))
                    .filter(JsonNode::isString)
                    .map(JsonNode::stringValue)
                    .filter(text -> !text.isEmpty());
        }

        private static List<String> texts(JsonNode node) {
            return (node.isArray() ? node.valueStream().toList() : List.of(node))
                    .stream()
                            .filter(JsonNode::isString)
                            .map(JsonNode::stringValue)
                            .filter(text -> !text.isEmpty())
                            .toList();
        }
    }
}
