package com.deliveryhistory.services.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Lets nothing out of a service with its spans but what is known to be harmless. Addresses hold codes and tokens in their
 * paths and queries, and messages of exceptions quote whatever there is.
 */
final class DiscreetExporter implements SpanExporter {

    /** {@code uri} is the address's template. */
    private static final Set<String> HARMLESS =
            Set.of(About.COMPANY, About.GRANT, "method", "uri", "status", "outcome", "exception", "client.name");

    private final SpanExporter exporter;

    DiscreetExporter(SpanExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        return exporter.export(spans.stream().<SpanData>map(Discreet::new).toList());
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    private static final class Discreet extends DelegatingSpanData {

        private final Attributes harmless;

        Discreet(SpanData span) {
            super(span);
            this.harmless = span.getAttributes().toBuilder()
                    .removeIf((AttributeKey<?> key) -> !HARMLESS.contains(key.getKey()))
                    .build();
        }

        @Override
        public Attributes getAttributes() {
            return harmless;
        }

        @Override
        public int getTotalAttributeCount() {
            return harmless.size();
        }

        @Override
        public List<EventData> getEvents() {
            return List.of();
        }

        @Override
        public int getTotalRecordedEvents() {
            return 0;
        }

        @Override
        public StatusData getStatus() {
            return StatusData.create(super.getStatus().getStatusCode(), "");
        }
    }
}
