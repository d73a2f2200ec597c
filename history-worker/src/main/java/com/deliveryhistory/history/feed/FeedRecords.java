package com.deliveryhistory.history.feed;

import com.deliveryhistory.events.DeliveryEvent.Kind;
import com.deliveryhistory.history.ups.UpsJson;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** Reads a record again from what was stored of it. */
public final class FeedRecords {

    private FeedRecords() {}

    /**
     * The same record as when it was read from the feed; empty if the text is no longer one.
     *
     * @param id under which it was stored
     */
    public static Optional<FeedRecord> reread(String id, Kind kind, String fileName, String content) {
        try {
            return Optional.of(RecordReader.reread(id, kind, fileName, UpsJson.reread(content)));
        } catch (UnreadableContent | JacksonException e) {
            return Optional.empty();
        }
    }
}
