package com.deliveryhistory.tokens.grants;

import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * An event as it is stored and sent.
 *
 * @param record to be sent once
 */
record StoredEvent(String id, Instant time, ProducerRecord<String, byte[]> record) {}
