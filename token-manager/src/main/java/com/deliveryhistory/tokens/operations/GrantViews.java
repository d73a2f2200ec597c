package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.services.commands.Audit;
import com.deliveryhistory.services.commands.Text;
import com.deliveryhistory.tokens.grants.Attempt;
import com.deliveryhistory.tokens.grants.Dossier;
import com.deliveryhistory.tokens.grants.Facts;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import com.deliveryhistory.tokens.grants.Grant.Unopened;
import com.deliveryhistory.tokens.grants.Horizons;
import com.deliveryhistory.tokens.grants.Upkeep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Grants as operators see them: everything but tokens. */
final class GrantViews {

    private GrantViews() {}

    static List<String> heading() {
        return List.of(
                "GRANT", "STATE", "REASON", "GENERATION", "NEXT REFRESH", "FAILURES", "REFRESH TOKEN ENDS", "EVENTS");
    }

    static List<String> row(Dossier dossier, Instant now) {
        Grant grant = dossier.grant();
        Upkeep upkeep = grant instanceof Active active ? active.upkeep() : null;
        Facts facts = facts(grant);
        return List.of(
                grant.id().toString(),
                state(grant),
                Text.orNothing(reason(grant)),
                Long.toString(grant.generation()),
                Text.time(upkeep == null ? null : upkeep.nextRefreshAt(), now),
                upkeep == null ? "-" : Integer.toString(upkeep.failures()),
                Text.time(
                        facts == null || upkeep == null ? null : facts.expiry().refreshToken()),
                dossier.isSent() ? "sent" : (dossier.outbox().size() + dossier.unreadableEvents()) + " waiting");
    }

    /** All of it, with what it means. */
    static Map<String, List<String>> fields(
            Dossier dossier, List<Audit.Entered> audit, @Nullable String dataKey, Instant now) {
        Grant grant = dossier.grant();
        Map<String, List<String>> fields = new LinkedHashMap<>();
        put(fields, "grant", grant.id().toString());
        Object reason = reason(grant);
        put(fields, "state", state(grant) + (reason == null ? "" : ", " + reason));
        fields.put("which means", Meanings.of(dossier, now));
        put(
                fields,
                "generation",
                grant.generation() + ", revision " + grant.revision() + ", version " + grant.version());
        Facts facts = facts(grant);
        if (facts != null) {
            put(
                    fields,
                    "authorised",
                    Text.time(facts.authorization().at(), now) + " by "
                            + facts.authorization().by());
            put(fields, "access token ends", Text.time(facts.expiry().accessToken(), now));
            put(fields, "refresh token ends", Text.time(facts.expiry().refreshToken(), now));
            put(fields, "caused by", Text.orNothing(facts.causedBy()));
        }
        addHorizons(fields, grant.horizons(), now);
        if (grant instanceof Active active) {
            addUpkeep(fields, active.upkeep(), dossier, now);
        }
        fields.put("outbox", dossier.isSent() ? List.of("empty: Kafka has every event") : waiting(dossier, now));
        put(fields, "data key", dataKey == null ? "none" : dataKey);
        fields.put(
                "audit",
                audit.isEmpty()
                        ? List.of("nobody did anything by hand")
                        : audit.stream().map(Audit.Entered::line).toList());
        return fields;
    }

    private static List<String> waiting(Dossier dossier, Instant now) {
        List<String> waiting = new ArrayList<>();
        dossier.outbox().forEach(event -> waiting.add(type(event) + " " + Text.time(event.since(), now)));
        if (dossier.unreadableEvents() > 0) {
            waiting.add(dossier.unreadableEvents() + " that cannot be read");
        }
        return waiting;
    }

    private static String type(Dossier.Waiting event) {
        return EventCodec.typeOf(event.event().event().getClass());
    }

    private static void addUpkeep(Map<String, List<String>> fields, Upkeep upkeep, Dossier dossier, Instant now) {
        put(fields, "obtained", Text.time(upkeep.obtainedAt(), now));
        put(fields, "next refresh", Text.time(upkeep.nextRefreshAt(), now));
        put(fields, "handed out", Text.time(upkeep.handedOutAt(), now));
        put(fields, "failures in a row", Integer.toString(upkeep.failures()));
        Instant until = upkeep.leasedUntil();
        put(
                fields,
                "lease",
                until == null
                        ? "free, fence " + dossier.fence()
                        : (until.isAfter(now) ? "held until " : "ran out ") + Text.time(until, now) + ", fence "
                                + dossier.fence());
        if (dossier.unreadableSince() != null) {
            put(fields, "unreadable since", Text.time(dossier.unreadableSince(), now));
        }
        Attempt attempt = dossier.attempt();
        put(
                fields,
                "attempt",
                attempt == null
                        ? "none is unfinished"
                        : "%s begun %s by %s, token fingerprint %s"
                                .formatted(
                                        attempt.id(),
                                        Text.time(attempt.startedAt(), now),
                                        Text.orNothing(attempt.by()),
                                        attempt.fingerprint()));
    }

    private static void addHorizons(Map<String, List<String>> fields, Horizons horizons, Instant now) {
        if (horizons.passwordChangedAt() != null) {
            put(
                    fields,
                    "password changed",
                    "void is what was authorised before " + Text.time(horizons.passwordChangedAt(), now));
        }
        if (horizons.withdrawnAt() != null) {
            put(fields, "withdrawn", "void is what was authorised before " + Text.time(horizons.withdrawnAt(), now));
        }
        if (horizons.erasedAt() != null) {
            put(fields, "erased", Text.time(horizons.erasedAt(), now));
        }
    }

    static Map<String, Object> json(Dossier dossier) {
        Grant grant = dossier.grant();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("grant", grant.id().toString());
        json.put("state", state(grant));
        putJson(json, "reason", reason(grant));
        json.put("generation", grant.generation());
        json.put("revision", grant.revision());
        json.put("version", grant.version());
        Facts facts = facts(grant);
        if (facts != null) {
            putJson(json, "authorizedAt", facts.authorization().at());
            json.put("authorizedBy", facts.authorization().by());
            putJson(json, "accessTokenExpiresAt", facts.expiry().accessToken());
            putJson(json, "refreshTokenExpiresAt", facts.expiry().refreshToken());
            putJson(json, "causedBy", facts.causedBy());
        }
        putJson(json, "passwordChangedAt", grant.horizons().passwordChangedAt());
        putJson(json, "withdrawnAt", grant.horizons().withdrawnAt());
        putJson(json, "erasedAt", grant.horizons().erasedAt());
        if (grant instanceof Active active) {
            Upkeep upkeep = active.upkeep();
            putJson(json, "obtainedAt", upkeep.obtainedAt());
            putJson(json, "nextRefreshAt", upkeep.nextRefreshAt());
            putJson(json, "handedOutAt", upkeep.handedOutAt());
            json.put("failures", upkeep.failures());
            putJson(json, "leasedUntil", upkeep.leasedUntil());
        }
        putJson(json, "unreadableSince", dossier.unreadableSince());
        json.put("fence", dossier.fence());
        Attempt attempt = dossier.attempt();
        if (attempt != null) {
            Map<String, Object> begun = new LinkedHashMap<>();
            begun.put("id", attempt.id());
            begun.put("fingerprint", attempt.fingerprint());
            putJson(begun, "startedAt", attempt.startedAt());
            putJson(begun, "by", attempt.by());
            json.put("attempt", begun);
        }
        List<Map<String, String>> outbox = new ArrayList<>();
        dossier.outbox()
                .forEach(event -> outbox.add(Map.of(
                        "id",
                        event.event().id(),
                        "type",
                        type(event),
                        "time",
                        event.since().toString())));
        json.put("outbox", outbox);
        json.put("unreadableEvents", dossier.unreadableEvents());
        return json;
    }

    static String state(Grant grant) {
        return switch (grant) {
            case Unopened unopened -> "NOT OPTED IN";
            case Active active -> "ACTIVE";
            case Ended ended -> ended.end().state().name();
        };
    }

    static @Nullable Object reason(Grant grant) {
        return grant instanceof Ended ended ? ended.end().reason() : null;
    }

    static String named(GrantId id, Grant grant) {
        Object reason = reason(grant);
        return id + " is " + state(grant) + (reason == null ? "" : ", " + reason);
    }

    private static @Nullable Facts facts(Grant grant) {
        return switch (grant) {
            case Unopened unopened -> null;
            case Active active -> active.facts();
            case Ended ended -> ended.facts();
        };
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
