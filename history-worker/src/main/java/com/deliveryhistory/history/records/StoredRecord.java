package com.deliveryhistory.history.records;

import java.time.Instant;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;

/**
 * A record of the feed as its document holds it. Public for the driver to construct it.
 *
 * @param id the company and the record's own id
 * @param content UPS's JSON as text: whatever UPS sends, it fits
 * @param unreadable why it cannot be understood; absent of the others
 */
public record StoredRecord(
        @BsonId String id,
        String grant,
        String kind,
        String fileName,
        @Nullable String trackingNumber,
        String content,
        Instant readAt,
        @Nullable String unreadable) {}
