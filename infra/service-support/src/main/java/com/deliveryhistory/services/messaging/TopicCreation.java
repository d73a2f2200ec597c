package com.deliveryhistory.services.messaging;

import java.time.Duration;
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
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final KafkaAdmin admin;
    private volatile boolean running;
    private volatile Thread attempts = Thread.currentThread();

    TopicCreation(KafkaAdmin admin) {
        this.admin = admin;
    }

    @Override
    public void start() {
        running = true;
        if (!created()) {
            attempts = Thread.ofVirtual().name("topic-creation").start(this::keepTrying);
        }
    }

    private void keepTrying() {
        try {
            do {
                Thread.sleep(PAUSE);
            } while (running && !created());
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
        log.warn("Topics could not be created or checked: Kafka cannot be reached. Trying again every {}", PAUSE);
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
