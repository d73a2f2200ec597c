package com.deliveryhistory.odcs;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where each company's grant stands, as {@code grant.events.v1} tells. Nothing of it is stored: the topic keeps each grant's
 * latest state for ever, so whoever starts reads it from its beginning and knows all.
 */
final class Grants {

    /**
     * A grant, and whether there is something to do for it.
     *
     * @param revision grows with every change; an event whose revision is not higher than this is a repeat, or late
     * @param authorizedAt another one: the company has opted in anew
     * @param due when UPS is to be called; {@code null}: not at all
     */
    record Grant(
            String company,
            String state,
            @Nullable String reason,
            long revision,
            String authorizedAt,
            @Nullable Instant due) {

        boolean isActive() {
            return state.equals("ACTIVE");
        }

        Grant dueAt(@Nullable Instant time) {
            return new Grant(company, state, reason, revision, authorizedAt, time);
        }
    }

    private final Map<String, Grant> byCompany = new HashMap<>();

    /**
     * Takes in the value of a record. Its type does not matter: every event of the topic has the grant's whole state.
     *
     * @return the grant, if it has changed from active to ended or back, or was opted in to anew
     */
    Optional<Grant> learn(JsonNode event) {
        String company = event.required("companyId").stringValue();
        Grant known = byCompany.get(company);
        long revision = event.required("revision").longValue();
        if (known != null && revision <= known.revision()) {
            return Optional.empty();
        }
        var told = new Grant(
                company,
                event.required("state").stringValue(),
                event.path("reason").stringValue(null),
                revision,
                event.required("authorizedAt").stringValue(),
                null);
        boolean news = known == null
                || told.isActive() != known.isActive()
                || !told.authorizedAt().equals(known.authorizedAt());
        if (told.isActive()) {
            byCompany.put(company, told.dueAt(news || known == null ? Instant.MIN : known.due()));
        } else {
            byCompany.put(company, told);
        }
        return news ? Optional.of(told) : Optional.empty();
    }

    /** A company for which UPS is to be called now. */
    Optional<Grant> due(Instant now) {
        return byCompany.values().stream()
                .filter(grant -> grant.due() != null && !grant.due().isAfter(now))
                .findFirst();
    }

    void done(Grant grant) {
        byCompany.put(grant.company(), grant.dueAt(null));
    }

    void later(Grant grant, Instant time) {
        byCompany.put(grant.company(), grant.dueAt(time));
    }
}
