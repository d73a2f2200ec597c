package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.Topic;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that two brokers have what is acknowledged, where topics have copies enough and it was left to the cluster how
 * many. By Kafka's default one broker is enough, and what it alone has is lost with it.
 */
final class AcknowledgedCopies {

    private static final Logger log = LoggerFactory.getLogger(AcknowledgedCopies.class);

    private final Map<String, Object> client;
    private final int enough;

    AcknowledgedCopies(Map<String, Object> client, int enough) {
        this.client = client;
        this.enough = enough;
    }

    /**
     * Raises {@code min.insync.replicas} of those topics where it is too low; if that fails, the log says so.
     *
     * @return whether there is nothing more to be tried: it is done, or Kafka refuses it whenever it is asked
     */
    boolean raise(Collection<String> topics) {
        List<String> weak = List.of();
        try (Admin admin = Admin.create(client)) {
            weak = weak(admin, topics);
            if (!weak.isEmpty()) {
                admin.incrementalAlterConfigs(weak.stream()
                                .collect(Collectors.toMap(
                                        AcknowledgedCopies::resource,
                                        topic -> List.of(new AlterConfigOp(
                                                new ConfigEntry(
                                                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                                                        Integer.toString(Topic.COPIES_NEEDED)),
                                                AlterConfigOp.OpType.SET)))))
                        .all()
                        .get();
                log.info("Two copies of {} acknowledge from now on, not one", weak);
            }
            return true;
        } catch (ExecutionException | KafkaException e) {
            log.warn(
                    "What Kafka acknowledges may be lost with one broker: min.insync.replicas of {} could not be {}: {}",
                    weak.isEmpty() ? topics : weak,
                    weak.isEmpty() ? "read" : "raised to " + Topic.COPIES_NEEDED,
                    e.toString());
            return isRefusal(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Brokers that do not know a topic yet answer with something else, and so they do while passwords are exchanged. */
    private static boolean isRefusal(@Nullable Throwable answer) {
        return answer instanceof ApiException
                && !(answer instanceof RetriableException)
                && !(answer instanceof AuthenticationException);
    }

    private List<String> weak(Admin admin, Collection<String> topics) throws ExecutionException, InterruptedException {
        Set<String> copied = admin.describeTopics(topics).allTopicNames().get().values().stream()
                .filter(topic -> copies(topic) >= enough)
                .map(TopicDescription::name)
                .collect(Collectors.toSet());
        return admin
                .describeConfigs(
                        copied.stream().map(AcknowledgedCopies::resource).toList())
                .all()
                .get()
                .entrySet()
                .stream()
                .filter(topic -> needed(topic.getValue()) < Topic.COPIES_NEEDED)
                .map(topic -> topic.getKey().name())
                .sorted()
                .toList();
    }

    private static int copies(TopicDescription topic) {
        return topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
    }

    private static int needed(Config topic) {
        return Integer.parseInt(
                topic.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG).value());
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
