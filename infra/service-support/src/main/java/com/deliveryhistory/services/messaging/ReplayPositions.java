package com.deliveryhistory.services.messaging;

import org.apache.kafka.common.TopicPartition;

/**
 * Up to where dead letters were replayed. Kept by the service in its own store and not as a consumer group's offsets:
 * Kafka forgets those a week after the group's last member has left, and everything would be replayed again.
 */
public interface ReplayPositions {

    /** Offset of the first letter of the partition that was not replayed; 0 if none was. */
    long next(TopicPartition partition);

    /**
     * Notes that the letters before an offset were replayed.
     *
     * @return false if the position is no longer what it was, so that somebody else is replaying
     */
    boolean advance(TopicPartition partition, long from, long to);
}
