package com.deliveryhistory.services.tracing;

import com.deliveryhistory.events.DeliveryEvent;
import com.deliveryhistory.events.Event;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Whom work concerns, for spans and log lines: ids, nothing else.
 *
 * @param grant {@code companyId/application}; {@code null} if it concerns the company as a whole
 */
public record About(String company, @Nullable String grant) {

    static final String COMPANY = "company";
    static final String GRANT = "grant";

    public static About of(GrantId grant) {
        return new About(grant.company().value(), grant.toString());
    }

    /** Whom an event concerns. */
    public static About of(Event event) {
        return switch (event) {
            case OptInGranted granted -> of(granted.grantId());
            case OptInWithdrawn withdrawn -> of(withdrawn.grantId());
            case OptInEvent other -> new About(other.companyId().value(), null);
            case GrantEvent grant -> of(grant.grant().grantId());
            case DeliveryEvent delivery -> new About(delivery.companyId().value(), null);
        };
    }

    /** Whom a record concerns whose key is a company's or a grant's id. */
    public static About key(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? new About(key, null) : new About(key.substring(0, slash), key);
    }

    /** Has log lines of this thread say so until this is closed. */
    public Noted noted() {
        return new Noted(this);
    }

    /** To be closed by the thread that opened it. */
    public static final class Noted implements AutoCloseable {

        private final About about;
        private final @Nullable String companyBefore = MDC.get(COMPANY);
        private final @Nullable String grantBefore = MDC.get(GRANT);

        private Noted(About about) {
            this.about = about;
            put(COMPANY, about.company());
            put(GRANT, about.grant());
        }

        /** The span under way says so too. */
        public void alsoOnSpan() {
            Span span = Span.current();
            span.setAttribute(COMPANY, about.company());
            if (about.grant() != null) {
                span.setAttribute(GRANT, about.grant());
            }
        }

        @Override
        public void close() {
            put(COMPANY, companyBefore);
            put(GRANT, grantBefore);
        }

        private static void put(String key, @Nullable String value) {
            if (value == null) {
                MDC.remove(key);
            } else {
                MDC.put(key, value);
            }
        }
    }
}
