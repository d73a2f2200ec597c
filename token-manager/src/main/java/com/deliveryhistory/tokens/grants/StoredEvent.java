package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * An event as it is stored and sent.
 *
 * @param madeAt since when it is to be sent
 * @param restated whether {@code madeAt} is when it was restated, not when what it tells of came about
 * @param record to be sent once
 */
record StoredEvent(String id, Instant madeAt, boolean restated, ProducerRecord<String, byte[]> record) {

    static StoredEvent of(EventEnvelope<GrantEvent> event, ProducerRecord<String, byte[]> record) {
        Instant restatedAt = event.event().grant().restatedAt();
        return new StoredEvent(
                event.id(), Objects.requireNonNullElse(restatedAt, event.time()), restatedAt != null, record);
    }
}
