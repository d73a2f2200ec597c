package com.deliveryhistory.history.feed;

import com.deliveryhistory.events.GrantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A page of the feed. Pages of a span are asked for with the same span, for UPS wants the original request plus the
 * bookmark.
 *
 * @param bookmark of the page before; {@code null} for the first page
 */
public record FeedQuery(
        GrantId grant, Instant begin, Instant end, @Nullable String bookmark) {}
