package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.services.tracing.About;
import com.deliveryhistory.services.tracing.Traces;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.RecordInterceptor;

/** Has what a listener does with a record be a part of the trace that the record came with. */
final class TracedRecords implements RecordInterceptor<String, byte[]> {

    private static final ThreadLocal<Traces.@Nullable Part> UNDER_WAY = new ThreadLocal<>();

    private final Traces traces;

    TracedRecords(Traces traces) {
        this.traces = traces;
    }

    @Override
    public ConsumerRecord<String, byte[]> intercept(
            ConsumerRecord<String, byte[]> record, Consumer<String, byte[]> consumer) {
        if (record.key() != null) {
            UNDER_WAY.set(traces.begin(
                    EventCodec.traceparent(record.headers()), "process " + record.topic(), About.key(record.key())));
        }
        return record;
    }

    @Override
    public void failure(ConsumerRecord<String, byte[]> record, Exception exception, Consumer<String, byte[]> consumer) {
        Traces.Part part = UNDER_WAY.get();
        if (part != null) {
            part.failed(exception);
        }
    }

    @Override
    public void afterRecord(ConsumerRecord<String, byte[]> record, Consumer<String, byte[]> consumer) {
        Traces.Part part = UNDER_WAY.get();
        if (part != null) {
            UNDER_WAY.remove();
            part.close();
        }
    }
}
