package com.deliveryhistory.testing;

import com.deliveryhistory.servers.EmbeddedKafka;
import com.deliveryhistory.servers.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The Kafka that a test was given. */
public final class TestKafka implements AutoCloseable {

    private final String bootstrapServers;
    private final @Nullable Path folder;
    private @Nullable EmbeddedKafka running;

    private TestKafka(String bootstrapServers, @Nullable Path folder, @Nullable EmbeddedKafka running) {
        this.bootstrapServers = bootstrapServers;
        this.folder = folder;
        this.running = running;
    }

    static TestKafka at(String bootstrapServers) {
        return new TestKafka(bootstrapServers, null, null);
    }

    static TestKafka own() {
        try {
            Path folder = Files.createTempDirectory("test-kafka");
            var kafka = EmbeddedKafka.start(folder, 0);
            return new TestKafka(kafka.bootstrapServers(), folder, kafka);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Stops the broker; its data and address stay.
     *
     * @throws IllegalStateException if it is not the test's own
     */
    public synchronized void stop() {
        requireOwn();
        if (running != null) {
            running.close();
            running = null;
        }
    }

    /**
     * Starts the broker again where it was.
     *
     * @throws IllegalStateException if it is not the test's own
     */
    public synchronized void start() {
        Path data = requireOwn();
        if (running == null) {
            int port = Integer.parseInt(bootstrapServers.substring(bootstrapServers.lastIndexOf(':') + 1));
            running = EmbeddedKafka.start(data, port);
        }
    }

    /** Creates topics of one partition, empty: what an earlier test left in them is gone. */
    public void recreate(String... topics) {
        List<String> names = List.of(topics);
        try (var admin = admin()) {
            deleteAll(admin, names);
            for (String name : names) {
                create(admin, name);
            }
        }
    }

    public Set<String> topics() {
        try (var admin = admin()) {
            return get(admin.listTopics().names().toCompletionStage().toCompletableFuture());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** All records that are in a topic now, oldest first within a partition; none if there is no such topic. */
    public List<TopicRecord> records(String topic) {
        return TopicReader.read(bootstrapServers, topic);
    }

    /** Whether a consumer group has committed to have read this record, and all before it. */
    public boolean hasRead(String group, TopicRecord record) {
        try (var admin = admin()) {
            var read = get(admin.listConsumerGroupOffsets(group)
                            .partitionsToOffsetAndMetadata()
                            .toCompletionStage()
                            .toCompletableFuture())
                    .get(new TopicPartition(record.topic(), record.partition()));
            return read != null && read.offset() > record.offset();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** For operations that this class does not have; to be closed by the caller. */
    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    @Override
    public synchronized void close() {
        if (running != null) {
            running.close();
            running = null;
        }
        if (folder != null) {
            Folders.delete(folder);
        }
    }

    private Path requireOwn() {
        if (folder == null) {
            throw new IllegalStateException("This broker serves other tests too: ask for @WithKafka(own = true)");
        }
        return folder;
    }

    private static void deleteAll(Admin admin, Collection<String> topics) {
        for (String topic : topics) {
            try {
                get(admin.deleteTopics(List.of(topic)).all().toCompletionStage().toCompletableFuture());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw new IllegalStateException("Cannot delete topic " + topic, e.getCause());
                }
            }
        }
    }

    /** A topic that was just deleted may still be there for a moment. */
    private static void create(Admin admin, String topic) {
        long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
        while (true) {
            try {
                get(admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                        .all()
                        .toCompletionStage()
                        .toCompletableFuture());
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException) || System.nanoTime() > deadline) {
                    throw new IllegalStateException("Cannot create topic " + topic, e.getCause());
                }
            }
        }
    }

    private static <T> T get(CompletableFuture<T> future) throws ExecutionException {
        try {
            return future.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka did not answer", e);
        }
    }
}
