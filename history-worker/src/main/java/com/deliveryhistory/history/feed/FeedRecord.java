package com.deliveryhistory.history.feed;

import com.deliveryhistory.history.packages.Fact;

/**
 * One fact of the feed about one package, and what UPS sent for it.
 *
 * @param fileName the Quantum View file that it came in; empty if UPS named none
 * @param content UPS's JSON, of a Manifest with several packages the part for this one
 * @param fact its key is the record's id, made of the natural key: the same whenever the record is read
 */
public record FeedRecord(String trackingNumber, String fileName, String content, Fact fact) {

    public String id() {
        return fact.key();
    }
}
