package com.deliveryhistory.services.tracing;

import com.deliveryhistory.events.EventCodec;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with traces that began elsewhere: what was stored with work to be done, or came with an event, is a trace context
 * as text ({@code traceparent} of W3C Trace Context, section 3.2). Work that belongs to no trace begins none.
 */
public final class Traces {

    private final Tracer tracer;
    private final Propagator propagator;

    Traces(Tracer tracer, Propagator propagator) {
        this.tracer = tracer;
        this.propagator = propagator;
    }

    /** For programs that trace nothing. */
    public static Traces none() {
        return new Traces(Tracer.NOOP, Propagator.NOOP);
    }

    /** What this thread is doing now, to be stored or sent on; {@code null} if it belongs to no trace. */
    public static @Nullable String current() {
        SpanContext span = io.opentelemetry.api.trace.Span.current().getSpanContext();
        return span.isValid()
                ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                        + span.getTraceFlags().asHex()
                : null;
    }

    /**
     * Does work as a part of a trace.
     *
     * @param traceparent what it is a part of; {@code null}: of nothing
     * @param what the kind of work, one of few
     */
    public <T extends @Nullable Object> T in(@Nullable String traceparent, String what, About about, Supplier<T> work) {
        try (Part part = begin(traceparent, what, about)) {
            try {
                return work.get();
            } catch (RuntimeException | Error e) {
                part.failed(e);
                throw e;
            }
        }
    }

    /** The same for work without a result. */
    public void in(@Nullable String traceparent, String what, About about, Runnable work) {
        in(traceparent, what, about, () -> {
            work.run();
            return null;
        });
    }

    private Part begin(@Nullable String traceparent, String what, About about) {
        Span span = traceparent == null ? null : part(traceparent, what, about).start();
        return new Part(about.noted(), span, span == null ? null : tracer.withSpan(span));
    }

    /** Notes work that is done as a part of a trace. */
    public void done(String traceparent, String what, About about, Instant begun) {
        part(traceparent, what, about)
                .startTimestamp(
                        TimeUnit.SECONDS.toNanos(begun.getEpochSecond()) + begun.getNano(), TimeUnit.NANOSECONDS)
                .start()
                .end();
    }

    private Span.Builder part(String traceparent, String what, About about) {
        Span.Builder part = propagator
                .extract(traceparent, (carried, field) -> field.equals(EventCodec.TRACEPARENT) ? carried : null)
                .name(what)
                .tag(About.COMPANY, about.company());
        return about.grant() == null ? part : part.tag(About.GRANT, about.grant());
    }

    /** Work under way. */
    private static final class Part implements AutoCloseable {

        private final About.Noted noted;
        private final @Nullable Span span;
        private final Tracer.@Nullable SpanInScope scope;

        private Part(About.Noted noted, @Nullable Span span, Tracer.@Nullable SpanInScope scope) {
            this.noted = noted;
            this.span = span;
            this.scope = scope;
        }

        /** It came to nothing. */
        void failed(Throwable why) {
            if (span != null) {
                span.error(why);
            }
        }

        @Override
        public void close() {
            if (scope != null) {
                scope.close();
            }
            if (span != null) {
                span.end();
            }
            noted.close();
        }
    }
}
