package com.deliveryhistory.services.messaging;

import com.deliveryhistory.services.background.BackgroundLoop;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Creates a service's topics at start. While Kafka cannot be reached the service starts all the same, and this keeps
 * trying in the background.
 */
final class TopicCreation extends BackgroundLoop {

    static final Duration PAUSE = Duration.ofSeconds(3);

    private static final Logger log = LoggerFactory.getLogger(TopicCreation.class);

    /** Before the listener containers, so that they find their topics. */
    private static final int PHASE = DEFAULT_PHASE - 1_000;

    private final KafkaAdmin admin;
    private final BooleanSupplier afterwards;
    private final Duration pause;
    private volatile boolean created;
    private volatile boolean done;

    /**
     * Creates topics.
     *
     * @param afterwards done when they are there, again until it says that there is nothing more to be tried; nobody waits
     *     for it
     * @param pause between two attempts
     */
    TopicCreation(KafkaAdmin admin, BooleanSupplier afterwards, Duration pause) {
        super("creation of topics", pause, PHASE);
        this.admin = admin;
        this.afterwards = afterwards;
        this.pause = pause;
    }

    /** Returns when the topics were created, or could not be for now. */
    @Override
    public void start() {
        created = create();
        done = false;
        super.start();
    }

    @Override
    protected void round() {
        created = created || create();
        done = created && afterwards.getAsBoolean();
    }

    @Override
    protected boolean isDone() {
        return done;
    }

    private boolean create() {
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
        super.stop();
        interrupt();
    }
}
