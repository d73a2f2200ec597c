package com.deliveryhistory.history.feed;

/** UPS's feed of records about a company's packages. */
public interface Feed {

    /**
     * Asks for a page.
     *
     * @param authorization value of the {@code Authorization} header
     */
    FeedAnswer page(FeedQuery query, String authorization);
}
