package com.deliveryhistory.systemtests.several;

import static org.awaitility.Awaitility.await;

import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.settings.Instance;
import com.deliveryhistory.localstack.settings.Part;
import com.deliveryhistory.systemtests.several.OptIns.OptIn;
import com.mongodb.client.MongoClients;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.awaitility.core.ConditionFactory;
import org.bson.Document;

/** Ends instances, or the store's primary, under load, waits until everything is as before, and prints how long that took. */
final class Ends implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final Duration WITHOUT_PRIMARY = Duration.ofSeconds(3);
    private static final int BEFORE = 6;
    private static final int AFTER = 6;

    /** How many companies have something to do for each end. */
    static final int COMPANIES = BEFORE + AFTER;

    private final LocalStack stack;
    private final OptIns load;
    private final Admin admin;

    Ends(LocalStack stack, OptIns load) {
        this.stack = stack;
        this.load = load;
        this.admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()));
    }

    /** As {@code kill -9} does. */
    void kill(Instance instance) {
        end("killed", instance, stack::kill);
    }

    /** As a deployment does: it may finish what it is at, and comes back as this build. */
    void replace(Instance instance) {
        end("replaced", instance, stack::restart);
    }

    /** As when the store's primary is ended for maintenance: for some seconds there is none. */
    void stepDown() {
        String what = "the step-down of the store's primary";
        awaitOptInsBefore(what);
        Instant start = Instant.now();
        try (var client = MongoClients.create(stack.mongodb(Part.TOKEN_MANAGER))) {
            client.getDatabase("admin")
                    .runCommand(new Document("replSetStepDown", WITHOUT_PRIMARY.toSeconds()).append("force", true));
        }
        load.more(AFTER);
        Duration served = awaitOptInAfter(start, what);
        System.out.printf(
                "no primary for %d s: the next opt-in is acknowledged after %.1f s%n",
                WITHOUT_PRIMARY.toSeconds(), seconds(served));
    }

    private void end(String how, Instance instance, Consumer<Instance> way) {
        String what = "the end of " + instance;
        awaitOptInsBefore(what);
        long pid = stack.pid(instance);
        Instant start = Instant.now();
        way.accept(instance);
        load.more(AFTER);
        waiting(instance + " to be back").until(() -> stack.pid(instance) != pid && stack.isReady(instance));
        Duration back = Duration.between(start, Instant.now());
        Duration served = awaitOptInAfter(start, what);
        StringBuilder line =
                new StringBuilder("%-16s %s: the next opt-in is acknowledged after %.1f s, it is back after %.1f s"
                        .formatted(instance, how, seconds(served), seconds(back)));
        if (instance.part() == Part.KAFKA) {
            waiting("all copies to be in sync").ignoreExceptions().until(this::allInSync);
            line.append(", has all copies after %.1f s".formatted(seconds(Duration.between(start, Instant.now()))));
        }
        System.out.println(line);
    }

    private void awaitOptInsBefore(String what) {
        int before = load.acknowledged().size();
        load.more(BEFORE);
        waiting("opt-ins before " + what).until(() -> load.acknowledged().size() > before);
    }

    private Duration awaitOptInAfter(Instant start, String what) {
        OptIn next = waiting("an opt-in after " + what)
                .until(() -> load.firstBegunAfter(start), Optional::isPresent)
                .orElseThrow();
        return Duration.between(start, next.at());
    }

    private boolean allInSync() throws ExecutionException, InterruptedException {
        var topics = admin.listTopics().names().get();
        return admin.describeTopics(topics).allTopicNames().get().values().stream()
                .map(TopicDescription::partitions)
                .allMatch(partitions -> partitions.stream()
                        .allMatch(partition ->
                                partition.isr().size() == partition.replicas().size()));
    }

    private static ConditionFactory waiting(String what) {
        return await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(100));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    @Override
    public void close() {
        admin.close();
    }
}
