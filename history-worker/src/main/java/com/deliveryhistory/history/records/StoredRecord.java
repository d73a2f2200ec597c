package com.deliveryhistory.history.records;

import java.time.Instant;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;

/**
 * A record of the feed as its document holds it. Public for the driver to construct it.
 *
 * @param content UPS's JSON as text: whatever UPS sends, it fits
 * @param position order within what was read together
 * @param pending {@code true} until the record is folded and its event acknowledged; then absent
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
        int position,
        @Nullable Boolean pending,
        @Nullable Instant publishedAt,
        @Nullable String unreadable) {}
