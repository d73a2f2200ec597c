package com.deliveryhistory.history.feed;

/**
 * Something in the feed that cannot be understood.
 *
 * @param id made of the content: the same whenever it is read
 * @param kind where UPS put it
 */
public record UnreadableRecord(String id, String kind, String fileName, String content, String reason) {}
