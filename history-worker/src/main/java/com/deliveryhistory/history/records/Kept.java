package com.deliveryhistory.history.records;

import com.deliveryhistory.history.feed.FeedRecord;
import java.util.List;

/**
 * What storing records came to.
 *
 * @param untold records of which the world has to be told
 * @param added how many were not stored before
 */
public record Kept(List<FeedRecord> untold, int added) {}
