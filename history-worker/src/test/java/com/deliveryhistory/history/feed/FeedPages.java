package com.deliveryhistory.history.feed;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.ups.UpsAnswer;
import java.nio.charset.StandardCharsets;

/** Pages for tests of other packages. */
public final class FeedPages {

    private FeedPages() {}

    public static FeedAnswer parse(GrantId grant, String json) {
        return QuantumView.read(grant, UpsAnswer.read(json.getBytes(StandardCharsets.UTF_8)));
    }
}
