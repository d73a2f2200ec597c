package com.deliveryhistory.history.feed;

import com.deliveryhistory.events.DeliveryEvent.Kind;
import com.deliveryhistory.events.EventIds;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.feed.FeedAnswer.Page;
import com.deliveryhistory.history.feed.FeedAnswer.Rejected;
import com.deliveryhistory.history.feed.FeedAnswer.TryLater;
import com.deliveryhistory.history.ups.UpsJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Takes a Quantum View answer apart. A part that cannot be understood is kept as such, and never costs the good parts
 * beside it.
 */
final class PageParser {

    private static final Map<String, Kind> KINDS = Map.of(
            "Manifest", Kind.MANIFEST,
            "Origin", Kind.ORIGIN,
            "Exception", Kind.EXCEPTION,
            "Delivery", Kind.DELIVERY,
            "Generic", Kind.GENERIC);

    private static final Set<String> OTHER_PARTS_OF_A_FILE = Set.of("FileName", "StatusType");

    private static final int LONGEST_CONTENT = 1_000_000;
    private static final int LONGEST_BOOKMARK = 10_000;
    private static final long LONGEST_RETRY_SECONDS = 86_400;

    private final GrantId grant;
    private final List<FeedRecord> records = new ArrayList<>();
    private final List<UnreadableRecord> unreadable = new ArrayList<>();

    private PageParser(GrantId grant) {
        this.grant = grant;
    }

    static FeedAnswer parse(GrantId grant, JsonNode body) {
        JsonNode answer = body.path("QuantumViewResponse");
        JsonNode response = answer.path("Response");
        if ("0".equals(UpsJson.text(response.path("ResponseStatusCode")))) {
            return failure(response);
        }
        if (!answer.isObject()
                || !(response.isObject() || answer.path("QuantumViewEvents").isObject())) {
            return new TryLater(null, "UPS's answer is not one of Quantum View");
        }
        PageParser parser = new PageParser(grant);
        UpsJson.many(answer.path("QuantumViewEvents")).forEach(parser::events);
        return new Page(parser.records, parser.unreadable, bookmark(answer));
    }

    private static FeedAnswer failure(JsonNode response) {
        JsonNode error = UpsJson.one(response.path("Error"));
        String code = Objects.requireNonNullElse(UpsJson.text(error.path("ErrorCode")), "without a code");
        String description = Objects.requireNonNullElse(UpsJson.text(error.path("ErrorDescription")), "");
        String reason =
                "UPS answered failure %s %s".formatted(code, description).strip();
        Duration after = retryHint(UpsJson.text(error.path("MinimumRetrySeconds")));
        boolean hard = "Hard".equalsIgnoreCase(UpsJson.text(error.path("ErrorSeverity")));
        return after == null && hard ? new Rejected(reason) : new TryLater(after, reason);
    }

    private static @Nullable Duration retryHint(@Nullable String seconds) {
        if (seconds == null || !seconds.matches("\\d{1,9}")) {
            return null;
        }
        return Duration.ofSeconds(Math.min(Long.parseLong(seconds), LONGEST_RETRY_SECONDS));
    }

    private static @Nullable String bookmark(JsonNode answer) {
        JsonNode bookmark = answer.path("Bookmark");
        if (!bookmark.isString() || bookmark.stringValue().isBlank()) {
            return null;
        }
        return bookmark.stringValue().length() > LONGEST_BOOKMARK ? null : bookmark.stringValue();
    }

    private void events(JsonNode events) {
        for (JsonNode subscription : UpsJson.many(events.path("SubscriptionEvents"))) {
            if (!subscription.isObject()) {
                keep("SubscriptionEvents", "", subscription, "not an object");
                continue;
            }
            for (JsonNode file : UpsJson.many(subscription.path("SubscriptionFile"))) {
                if (file.isObject()) {
                    file(file);
                } else {
                    keep("SubscriptionFile", "", file, "not an object");
                }
            }
        }
    }

    private void file(JsonNode file) {
        String fileName = Objects.requireNonNullElse(UpsJson.text(file.path("FileName")), "");
        for (Map.Entry<String, JsonNode> part : file.properties()) {
            Kind kind = KINDS.get(part.getKey());
            for (JsonNode content : UpsJson.many(part.getValue())) {
                if (kind != null) {
                    record(kind, fileName, content);
                } else if (content.isObject() && !OTHER_PARTS_OF_A_FILE.contains(part.getKey())) {
                    keep(part.getKey(), fileName, content, "an unknown kind of record");
                }
            }
        }
    }

    private void record(Kind kind, String fileName, JsonNode content) {
        for (JsonNode single : RecordReader.onePerPackage(kind, content)) {
            try {
                FeedRecord read = RecordReader.read(grant, kind, fileName, single);
                if (read.content().length() > LONGEST_CONTENT) {
                    keep(kind.name(), fileName, single, "too long");
                } else {
                    records.add(read);
                }
            } catch (UnreadableContent e) {
                keep(kind.name(), fileName, single, e.reason());
            }
        }
    }

    private void keep(String kind, String fileName, JsonNode content, String reason) {
        String text = content.toString();
        String kept = text.length() > LONGEST_CONTENT ? text.substring(0, LONGEST_CONTENT) : text;
        String id = EventIds.of("unreadable", grant.toString(), fileName, kind, text);
        unreadable.add(new UnreadableRecord(id, kind, fileName, kept, reason));
    }
}
