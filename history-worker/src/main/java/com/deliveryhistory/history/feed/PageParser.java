package com.deliveryhistory.history.feed;

import com.deliveryhistory.events.DeliveryEvent.Kind;
import com.deliveryhistory.events.EventIds;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.feed.FeedAnswer.CutShort;
import com.deliveryhistory.history.feed.FeedAnswer.Page;
import com.deliveryhistory.history.feed.FeedAnswer.Rejected;
import com.deliveryhistory.history.feed.FeedAnswer.TryLater;
import com.deliveryhistory.history.ups.UpsAnswer;
import com.deliveryhistory.history.ups.UpsJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Takes a Quantum View answer apart. A part that cannot be understood is kept as such, and never costs the good parts
 * beside it. Records are known by the name of their list, whatever UPS calls the containers around it.
 */
final class PageParser {

    private static final Map<String, Kind> KINDS = Map.of(
            "Manifest", Kind.MANIFEST,
            "Origin", Kind.ORIGIN,
            "Exception", Kind.EXCEPTION,
            "Delivery", Kind.DELIVERY,
            "Generic", Kind.GENERIC);

    /** The containers of records, as UPS calls them. */
    private static final Set<String> CONTAINERS =
            Set.of("QuantumViewResponse", "QuantumViewEvents", "SubscriptionEvents", "SubscriptionFile");

    /** Parts of an answer that hold no records, unless UPS lost its way. */
    private static final Set<String> NO_RECORDS =
            Set.of("Response", "SubscriptionStatus", "DateRange", "StatusType", "FileName", "Bookmark");

    /** What containers of records are in an answer, with room for some that are not known here. */
    private static final int DEEPEST_RECORDS = 12;

    private static final int LONGEST_CONTENT = 1_000_000;
    private static final int LONGEST_KIND = 100;
    private static final int LONGEST_BOOKMARK = 10_000;
    private static final long LONGEST_RETRY_SECONDS = 86_400;

    private final GrantId grant;
    private final Set<JsonNode> unfinished;
    private final List<FeedRecord> records = new ArrayList<>();
    private final List<UnreadableRecord> unreadable = new ArrayList<>();

    private PageParser(GrantId grant, Set<JsonNode> unfinished) {
        this.grant = grant;
        this.unfinished = unfinished;
    }

    static FeedAnswer parse(GrantId grant, JsonNode body) {
        JsonNode answer = body.path("QuantumViewResponse");
        JsonNode response = UpsJson.one(answer.path("Response"));
        if ("0".equals(UpsJson.text(response.path("ResponseStatusCode")))) {
            return failure(response);
        }
        if (!answer.isObject() || !(response.isObject() || answer.has("QuantumViewEvents"))) {
            return new TryLater(null, "UPS's answer is not one of Quantum View");
        }
        return read(grant, body, Set.of());
    }

    /** Of an answer that breaks off the records before that: not the one in which it does, which is not whole. */
    static FeedAnswer parse(GrantId grant, UpsAnswer.CutShort cut) {
        return new CutShort(read(grant, cut.body(), cut.unfinished()), UpsAnswer.CutShort.REASON);
    }

    private static Page read(GrantId grant, JsonNode body, Set<JsonNode> unfinished) {
        PageParser parser = new PageParser(grant, unfinished);
        parser.container("QuantumViewResponse", body, "", 0, true);
        return new Page(
                parser.records,
                parser.unreadable,
                bookmark(body.path("QuantumViewResponse").path("Bookmark")));
    }

    private static FeedAnswer failure(JsonNode response) {
        JsonNode error = UpsJson.one(response.path("Error"));
        String code = Objects.requireNonNullElse(UpsJson.text(error.path("ErrorCode")), "without a code");
        String description = Objects.requireNonNullElse(UpsJson.text(error.path("ErrorDescription")), "");
        String reason =
                "UPS answered failure %s %s".formatted(code, description).strip();
        Duration after = retryHint(UpsJson.text(error.path("MinimumRetrySeconds")));
        // UPS names the values nowhere: "Hard" and "HardError" have both been its words
        String severity = Objects.requireNonNullElse(UpsJson.text(error.path("ErrorSeverity")), "");
        boolean hard = severity.toLowerCase(Locale.ROOT).startsWith("hard");
        return after == null && hard ? new Rejected(reason) : new TryLater(after, reason);
    }

    private static @Nullable Duration retryHint(@Nullable String seconds) {
        if (seconds == null || !seconds.matches("\\d{1,9}")) {
            return null;
        }
        return Duration.ofSeconds(Math.min(Long.parseLong(seconds), LONGEST_RETRY_SECONDS));
    }

    /**
     * One of a strange form says all the same that there is more: taken for none, it would cost the pages behind it. UPS
     * will refuse it, and the span is read again from its first page.
     */
    private static @Nullable String bookmark(JsonNode node) {
        JsonNode bookmark = UpsJson.one(node);
        String text = bookmark.isValueNode() ? bookmark.asString() : bookmark.isEmpty() ? "" : bookmark.toString();
        if (text.isBlank()) {
            return null;
        }
        return bounded(text, LONGEST_BOOKMARK);
    }

    /**
     * Looks for records in a part of the answer.
     *
     * @param expected whether records belong there: if not, only what is one is taken out, and the rest is left alone
     */
    private void container(String name, JsonNode part, String fileName, int depth, boolean expected) {
        for (JsonNode element : UpsJson.many(part)) {
            if (isUnknownRecord(element) || (depth == DEEPEST_RECORDS && expected)) {
                keep(name, fileName, element, "an unknown kind of record");
            } else if (depth == DEEPEST_RECORDS) {
                return;
            } else if (element.isArray()) {
                container(name, element, fileName, depth + 1, expected);
            } else if (element.isObject()) {
                object(name, element, fileName, depth, expected);
            } else if (CONTAINERS.contains(name)) {
                keep(name, fileName, element, "not an object");
            }
        }
    }

    private void object(String name, JsonNode container, String inFile, int depth, boolean expected) {
        String fileName = Objects.requireNonNullElse(UpsJson.text(container.path("FileName")), inFile);
        int found = records.size() + unreadable.size();
        for (Map.Entry<String, JsonNode> part : container.properties()) {
            String partName = part.getKey();
            Kind kind = KINDS.get(partName);
            if (kind != null) {
                record(kind, fileName, part.getValue());
            } else {
                container(partName, part.getValue(), fileName, depth + 1, expected && !NO_RECORDS.contains(partName));
            }
        }
        boolean nothingFound = found == records.size() + unreadable.size();
        if (nothingFound && expected && !CONTAINERS.contains(name)) {
            keep(name, fileName, container, "an unknown part of the feed");
        }
    }

    private static boolean isUnknownRecord(JsonNode element) {
        return element.has("TrackingNumber") || element.has("Package");
    }

    private void record(Kind kind, String fileName, JsonNode content) {
        if (content.isArray()) {
            UpsJson.many(content).forEach(element -> record(kind, fileName, element));
        } else if (!UpsJson.many(content).isEmpty() && !unfinished.contains(content)) {
            RecordReader.onePerPackage(kind, content).forEach(single -> single(kind, fileName, single));
        }
    }

    private void single(Kind kind, String fileName, JsonNode content) {
        try {
            FeedRecord read = RecordReader.read(grant, kind, fileName, content);
            if (read.content().length() > LONGEST_CONTENT) {
                keep(kind.name(), fileName, content, "too long");
            } else {
                records.add(read);
            }
        } catch (UnreadableContent e) {
            keep(kind.name(), fileName, content, e.reason());
        }
    }

    private void keep(String kind, String fileName, JsonNode content, String reason) {
        if (!unfinished.contains(content)) {
            String text = content.toString();
            String id = EventIds.of("unreadable", grant.toString(), fileName, kind, text);
            unreadable.add(new UnreadableRecord(
                    id, bounded(kind, LONGEST_KIND), fileName, bounded(text, LONGEST_CONTENT), reason));
        }
    }

    private static String bounded(String text, int longest) {
        return UpsJson.wellFormed(text.length() > longest ? text.substring(0, longest) : text);
    }
}
