package com.deliveryhistory.services.messaging;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Says so if a listener has ended by itself, which no outage causes: it takes an error of the JVM, or another instance
 * with the same {@code service-identity.instance}. No part of readiness: what the service answers needs no listener.
 */
final class ListenersHealthIndicator extends AbstractHealthIndicator {

    private static final Status WARNING = new Status("WARNING", "A listener has ended; restart this instance");

    private final ObjectProvider<KafkaListenerEndpointRegistry> listeners;

    ListenersHealthIndicator(ObjectProvider<KafkaListenerEndpointRegistry> listeners) {
        super("Listeners cannot be checked");
        this.listeners = listeners;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        List<String> ended = listeners.stream()
                .flatMap(registry -> registry.getListenerContainers().stream())
                .filter(container -> !container.isInExpectedState())
                .map(MessageListenerContainer::getListenerId)
                .sorted()
                .toList();
        health.status(ended.isEmpty() ? Status.UP : WARNING);
        if (!ended.isEmpty()) {
            health.withDetail("ended", ended);
        }
    }
}
