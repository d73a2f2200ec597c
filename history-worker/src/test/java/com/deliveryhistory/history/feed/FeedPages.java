package com.deliveryhistory.history.feed;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.ups.UpsJson;

/** Pages for tests of other packages. */
public final class FeedPages {

    private FeedPages() {}

    public static FeedAnswer parse(GrantId grant, String json) {
        return PageParser.parse(grant, UpsJson.MAPPER.readTree(json));
    }
}
