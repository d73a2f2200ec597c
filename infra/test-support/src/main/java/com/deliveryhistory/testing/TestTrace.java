package com.deliveryhistory.testing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;

/** A trace that work belongs to. */
public final class TestTrace {

    public static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    /** As it is stored and sent on. */
    public static final String TRACEPARENT = "00-" + ID + "-" + SPAN + "-01";

    private TestTrace() {}

    /** Does something as a part of the trace. */
    public static void run(Runnable work) {
        SpanContext span = SpanContext.create(ID, SPAN, TraceFlags.getSampled(), TraceState.getDefault());
        Context.current().with(Span.wrap(span)).wrap(work).run();
    }
}
