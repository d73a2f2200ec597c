package com.deliveryhistory.services.messaging;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Creates a service's topics at start. While Kafka cannot be reached the service starts all the same, and this keeps
 * trying in the background.
 */
final class TopicCreation implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TopicCreation.class);
    static final Duration PAUSE = Duration.ofSeconds(3);

    private final KafkaAdmin admin;
    private final BooleanSupplier afterwards;
    private final Duration pause;
    private volatile boolean running;
    private volatile Thread attempts = Thread.currentThread();

    /**
     * Creates topics.
     *
     * @param afterwards done when they are there, again until it says that there is nothing more to be tried; nobody waits
     *     for it
     * @param pause between two attempts
     */
    TopicCreation(KafkaAdmin admin, BooleanSupplier afterwards, Duration pause) {
        this.admin = admin;
        this.afterwards = afterwards;
        this.pause = pause;
    }

    @Override
    public void start() {
        running = true;
        boolean created = created();
        attempts = Thread.ofVirtual().name("topic-creation").start(() -> keepTrying(created));
    }

    private void keepTrying(boolean alreadyCreated) {
        try {
            boolean created = alreadyCreated;
            while (running && !(created && afterwards.getAsBoolean())) {
                Thread.sleep(pause);
                created = created || created();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean created() {
        try {
            if (admin.initialize()) {
                return true;
            }
        } catch (RuntimeException e) {
            log.debug("Kafka's answer", e);
        }
        log.warn("Topics could not be created or checked: Kafka cannot be reached. Trying again every {}", pause);
        return false;
    }

    @Override
    public void stop() {
        running = false;
        if (attempts.isVirtual()) {
            attempts.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the listener containers, so that they find their topics. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1_000;
    }
}
