package com.deliveryhistory.history.collection;

import java.time.Duration;

/**
 * How the feed's time is cut up.
 *
 * @param back how far back UPS answers
 * @param margin how much later than that a new span begins, so that its pages can still be read a while later
 * @param overlap how much of what was read before is read again, for records that UPS posts late
 * @param sliceLength how much is asked for at once
 * @param shortestSlice a slice is not cut shorter than this
 * @param shortestAside a span that was set aside is not cut shorter than this
 */
record FeedReach(
        Duration back,
        Duration margin,
        Duration overlap,
        Duration sliceLength,
        Duration shortestSlice,
        Duration shortestAside) {}
