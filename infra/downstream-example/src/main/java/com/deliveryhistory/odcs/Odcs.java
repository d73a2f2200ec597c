package com.deliveryhistory.odcs;

import com.deliveryhistory.odcs.Grants.Grant;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows {@code grant.events.v1} and calls UPS once for each company that has opted in to {@code odcs}. Keeps nothing: it can
 * be killed at any time and starts from the beginning of the topic.
 *
 * <p>Environment: {@code KAFKA} (host:port), {@code TOKEN_MANAGER} and {@code UPS} (addresses), {@code KEY} (file with this
 * service's private key, an EC P-256 JWK).
 */
public final class Odcs {

    static final String APPLICATION = "odcs";
    private static final String TOPIC = "grant.events.v1";
    private static final Duration MOMENT = Duration.ofMillis(500);
    private static final JsonMapper JSON = new JsonMapper();

    private final KafkaConsumer<String, String> consumer;
    private final Visit visit;
    private final Grants grants = new Grants();

    private Odcs(KafkaConsumer<String, String> consumer, Visit visit) {
        this.consumer = consumer;
        this.visit = visit;
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", environment("KAFKA"),
                "allow.auto.create.topics", false,
                "enable.auto.commit", false);
        var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        var identity = ServiceIdentity.read(APPLICATION, Path.of(environment("KEY")));
        var visit = new Visit(
                new TokenManager(http, URI.create(environment("TOKEN_MANAGER")), identity),
                new QuantumView(http, URI.create(environment("UPS"))));
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                consumer.wakeup();
                join(main);
            }));
            new Odcs(consumer, visit).run();
        } catch (WakeupException e) {
            say("", "stopped");
        }
    }

    private void run() throws InterruptedException {
        while (true) {
            assignAll(consumer);
            for (ConsumerRecord<String, String> read : consumer.poll(MOMENT)) {
                learn(read);
            }
            if (hasReadAll()) {
                // one at a time: what happens meanwhile is learned of before the next
                var due = grants.due(Instant.now());
                if (due.isPresent()) {
                    visit(due.get());
                }
            }
        }
    }

    /**
     * All partitions, by hand: a group would keep offsets, and wait for members that were killed. The topic may be given more
     * of them; the consumer learns of these within {@code metadata.max.age.ms}, five minutes, and nothing in them is missed.
     */
    static void assignAll(Consumer<?, ?> consumer) {
        var all = consumer.partitionsFor(TOPIC).stream()
                .map(found -> new TopicPartition(found.topic(), found.partition()))
                .collect(Collectors.toSet());
        if (all.isEmpty()) {
            throw new IllegalStateException("Kafka has no topic " + TOPIC);
        }
        var added = new HashSet<>(all);
        added.removeAll(consumer.assignment());
        if (!added.isEmpty()) {
            consumer.assign(all);
            consumer.seekToBeginning(added);
        }
    }

    private void learn(ConsumerRecord<String, String> read) {
        if (read.key() == null || !read.key().endsWith("/" + APPLICATION) || read.value() == null) {
            return; // another application's
        }
        try {
            grants.learn(JSON.readTree(read.value()))
                    .ifPresent(grant -> say(
                            grant.company(),
                            grant.isActive()
                                    ? "opted in at " + grant.authorizedAt()
                                    : "is over: %s %s".formatted(grant.state(), Objects.toString(grant.reason(), ""))));
        } catch (JacksonException e) {
            // no repetition helps, and it must not stop the others
            say(read.key(), "cannot be read: partition %d, offset %d".formatted(read.partition(), read.offset()));
        }
    }

    private void visit(Grant grant) throws InterruptedException {
        switch (visit.of(grant.company())) {
            case Visit.Outcome.Records records -> {
                say(grant.company(), "UPS has %d records of the last day".formatted(records.count()));
                grants.done(grant);
            }
            case Visit.Outcome.Ended ended -> {
                say(grant.company(), "gets no token: %s %s".formatted(ended.state(), ended.reason()));
                grants.done(grant); // the event is on its way
            }
            case Visit.Outcome.Later later -> {
                say(grant.company(), "waits %d s: %s".formatted(later.after().toSeconds(), later.why()));
                grants.later(grant, Instant.now().plus(later.after()));
            }
        }
    }

    /** Before that, an opt-in may be one that has ended long ago. */
    private boolean hasReadAll() {
        return consumer.assignment().stream()
                .allMatch(partition -> consumer.currentLag(partition).orElse(1) == 0);
    }

    static String environment(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("The environment variable %s is missing".formatted(name));
        }
        return value;
    }

    private static void say(String company, String what) {
        System.out.println(company + " " + what);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
