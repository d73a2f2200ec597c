package com.deliveryhistory.events;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka topic as its owner creates it.
 *
 * @param keptFor how long records stay readable; of a compacted topic: how long all of them do
 * @param compacted whether the newest record of each key stays for ever; of the others none stays a day longer than they
 *     have to, as long as more is written to the partition
 */
public record Topic(String name, int partitions, Duration keptFor, boolean compacted) {

    /** How many partitions a topic is created with; it may have been given more since. */
    public static final int PARTITIONS = 12;

    /** With so many copies one broker may be away, and {@link #COPIES_NEEDED} are left to acknowledge. */
    public static final short COPIES_ENOUGH = 3;

    /** How many copies have to have what is acknowledged, of {@link #COPIES_ENOUGH} or more. */
    public static final int COPIES_NEEDED = 2;

    private static final Duration SEGMENT = Duration.ofDays(1);

    /** Where the records go that a consumer can never process. Same partition count, so a record keeps its partition. */
    public Topic deadLetters(String consumer) {
        return new Topic(deadLettersOf(name, consumer), partitions, Duration.ofDays(90), false);
    }

    /** The name of the topic where a consumer's records of that topic go that it can never process. */
    public static String deadLettersOf(String topic, String consumer) {
        return topic + "." + consumer + ".dlt";
    }

    /**
     * The form that Kafka's admin client takes.
     *
     * @param replicas copies of each partition; {@code null}: as many as the cluster makes by default. Of {@link
     *     #COPIES_ENOUGH} or more, {@link #COPIES_NEEDED} have to have what is acknowledged
     */
    public NewTopic toNewTopic(@Nullable Short replicas) {
        Map<String, String> settings = new HashMap<>();
        if (compacted) {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            settings.put(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, millis(keptFor));
            settings.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, millis(keptFor.plus(SEGMENT)));
            settings.put(TopicConfig.SEGMENT_MS_CONFIG, millis(SEGMENT));
        } else {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
            settings.put(TopicConfig.RETENTION_MS_CONFIG, millis(keptFor));
        }
        if (replicas != null && replicas >= COPIES_ENOUGH) {
            settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(COPIES_NEEDED));
        }
        return new NewTopic(name, Optional.of(partitions), Optional.ofNullable(replicas)).configs(settings);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
