package com.deliveryhistory.history.operations;

import com.deliveryhistory.history.collection.Checkpoint;
import com.deliveryhistory.history.collection.Erasure;
import com.deliveryhistory.history.collection.LostSpan;
import com.deliveryhistory.history.collection.Slice;
import com.deliveryhistory.history.collection.Span;
import com.deliveryhistory.history.collection.Standing;
import com.deliveryhistory.history.collection.Standstill;
import com.deliveryhistory.services.commands.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How collecting stands, for people and for machines. */
final class StandingViews {

    private static final int MOST_GAPS = 10;

    private StandingViews() {}

    static List<String> heading() {
        return List.of("GRANT", "STATE", "REASON", "NEXT LOOK", "LAST SUCCESS", "BEHIND SINCE", "FAILURES");
    }

    static List<String> row(Standing standing, Instant now) {
        return List.of(
                standing.grant().toString(),
                state(standing),
                Text.orNothing(reason(standing)),
                Text.time(standing.isCollecting() ? standing.dueAt() : null, now),
                Text.time(standing.lastSuccessAt(), now),
                Text.time(standing.isCollecting() ? standing.behindSince() : null, now),
                Integer.toString(standing.failures()));
    }

    static Map<String, List<String>> fields(Standing standing, String unreadable, Instant now) {
        Checkpoint checkpoint = standing.checkpoint();
        Map<String, List<String>> fields = new LinkedHashMap<>();
        String reason = reason(standing);
        put(fields, "grant", standing.grant().toString());
        put(
                fields,
                "state",
                state(standing) + (reason == null ? "" : ", " + reason) + ", revision " + standing.revision());
        fields.put("which means", Meanings.of(standing, now));
        fields.put(
                "collected",
                checkpoint.fetched().isEmpty()
                        ? List.of("nothing yet")
                        : checkpoint.fetched().reversed().stream()
                                .limit(MOST_GAPS)
                                .map(StandingViews::line)
                                .toList());
        put(fields, "asked up to", Text.time(checkpoint.askedTo(), now));
        Slice slice = checkpoint.slice();
        put(
                fields,
                "reading",
                slice == null
                        ? "nothing"
                        : "%s, page %d".formatted(line(new Span(slice.begin(), slice.end())), slice.pages() + 1));
        fields.put("set aside", gaps(checkpoint.aside()));
        fields.put("lost", gaps(checkpoint.lost()));
        put(fields, "last success", Text.time(standing.lastSuccessAt(), now));
        put(fields, "behind since", Text.time(standing.behindSince(), now));
        put(fields, "next look", Text.time(standing.dueAt(), now));
        put(fields, "next scans", Text.time(standing.scansDueAt(), now));
        Standstill still = standing.scansStandstill();
        if (still != null) {
            put(fields, "scans stand still", "since %s: %s".formatted(Text.time(still.since(), now), still.reason()));
        }
        put(fields, "next old numbers", Text.time(standing.numbersDueAt(), now));
        put(fields, "failures in a row", Integer.toString(standing.failures()));
        put(fields, "problem", Text.orNothing(standing.problem()));
        put(fields, "lease", lease(standing, now));
        put(fields, "unreadable records", unreadable);
        Erasure erasure = standing.erasure();
        if (erasure != null) {
            put(fields, "erased", Text.time(erasure.at(), now) + (erasure.unfinished() ? ", not finished" : ""));
        }
        return fields;
    }

    static Map<String, Object> json(Standing standing) {
        Checkpoint checkpoint = standing.checkpoint();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("grant", standing.grant().toString());
        json.put("state", state(standing));
        putJson(json, "reason", reason(standing));
        json.put("revision", standing.revision());
        json.put(
                "collected",
                checkpoint.fetched().stream()
                        .map(span -> Map.of(
                                "from", span.from().toString(), "to", span.to().toString()))
                        .toList());
        putJson(json, "askedTo", checkpoint.askedTo());
        json.put(
                "setAside", checkpoint.aside().stream().map(StandingViews::json).toList());
        json.put("lost", checkpoint.lost().stream().map(StandingViews::json).toList());
        putJson(json, "lastSuccessAt", standing.lastSuccessAt());
        putJson(json, "behindSince", standing.behindSince());
        putJson(json, "dueAt", standing.dueAt());
        putJson(json, "scansDueAt", standing.scansDueAt());
        Standstill still = standing.scansStandstill();
        if (still != null) {
            json.put("scansStandStillSince", still.since().toString());
            json.put("scansProblem", still.reason());
        }
        putJson(json, "numbersDueAt", standing.numbersDueAt());
        json.put("failures", standing.failures());
        putJson(json, "problem", standing.problem());
        putJson(json, "problemKind", standing.problemKind());
        putJson(json, "leasedUntil", standing.leasedUntil());
        putJson(json, "leasedBy", standing.leasedUntil() == null ? null : standing.leasedBy());
        json.put("fence", standing.fence());
        Erasure erasure = standing.erasure();
        if (erasure != null) {
            json.put("erasedAt", erasure.at().toString());
            json.put("erasureFinished", !erasure.unfinished());
        }
        return json;
    }

    /** One word for what is going on. */
    static String state(Standing standing) {
        Erasure erasure = standing.erasure();
        if (erasure != null && erasure.unfinished()) {
            return "BEING ERASED";
        }
        if (standing.isCollecting()) {
            return "COLLECTING";
        }
        return erasure != null && standing.checkpoint().askedTo() == null ? "ERASED" : "PARKED";
    }

    private static @Nullable String reason(Standing standing) {
        return Stream.of(standing.reason(), standing.refused())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static String lease(Standing standing, Instant now) {
        Instant until = standing.leasedUntil();
        return until == null
                ? "free, fence " + standing.fence()
                : "%s %s by %s, fence %d"
                        .formatted(
                                until.isAfter(now) ? "held until" : "ran out",
                                Text.time(until, now),
                                Text.orNothing(standing.leasedBy()),
                                standing.fence());
    }

    private static List<String> gaps(List<LostSpan> spans) {
        List<String> lines = new ArrayList<>();
        spans.reversed().stream()
                .limit(MOST_GAPS)
                .map(gap -> "%s: %s, %s".formatted(line(new Span(gap.from(), gap.to())), gap.cause(), gap.reason()))
                .forEach(lines::add);
        if (spans.size() > MOST_GAPS) {
            lines.add("and %d earlier ones".formatted(spans.size() - MOST_GAPS));
        }
        return lines.isEmpty() ? List.of("nothing") : lines;
    }

    private static String line(Span span) {
        return Text.time(span.from()) + " to " + Text.time(span.to());
    }

    private static Map<String, Object> json(LostSpan span) {
        return Map.of(
                "from", span.from().toString(),
                "to", span.to().toString(),
                "cause", span.cause().name(),
                "reason", span.reason());
    }

    private static void put(Map<String, List<String>> fields, String name, String value) {
        fields.put(name, List.of(value));
    }

    private static void putJson(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }
}
