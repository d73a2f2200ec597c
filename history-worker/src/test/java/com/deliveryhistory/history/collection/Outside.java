package com.deliveryhistory.history.collection;

import com.deliveryhistory.history.access.AccessToken;
import com.deliveryhistory.history.access.TokenAnswer;
import com.deliveryhistory.history.feed.Feed;
import com.deliveryhistory.history.tracking.Tracking;
import com.deliveryhistory.history.tracking.TrackingAnswer;
import java.time.Instant;
import java.util.function.Supplier;

/** Whom a turn asks: UPS for the feed and for scans, token-manager for tokens. */
record Outside(Feed feed, Tracking tracking, Supplier<TokenAnswer> tokens) {

    /** Every grant has a token, and of no package there are scans. */
    static Outside of(Feed feed) {
        return new Outside(
                feed,
                (number, authorization) -> new TrackingAnswer.Nothing("TW0001"),
                () -> new TokenAnswer.Granted(new AccessToken("token", 1, Instant.MAX)));
    }

    Outside tracking(Tracking other) {
        return new Outside(feed, other, tokens);
    }

    Outside tokens(Supplier<TokenAnswer> other) {
        return new Outside(feed, tracking, other);
    }
}
