package com.deliveryhistory.services.messaging;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.StringUtils;

/**
 * What Kafka clients are made with, as Spring Boot makes its own: from {@code spring.kafka}, its SSL bundles, and whatever
 * else says where the servers are. Boot keeps to itself how it puts these together.
 */
final class ClientSettings {

    private final KafkaProperties properties;
    private final KafkaConnectionDetails connection;

    ClientSettings(KafkaProperties properties, KafkaConnectionDetails connection) {
        this.properties = properties;
        this.connection = connection;
    }

    Map<String, Object> consumer() {
        return connected(properties.buildConsumerProperties(), connection.getConsumer());
    }

    Map<String, Object> producer() {
        return connected(properties.buildProducerProperties(), connection.getProducer());
    }

    Map<String, Object> admin() {
        return connected(properties.buildAdminProperties(), connection.getAdmin());
    }

    private static Map<String, Object> connected(
            Map<String, Object> properties, KafkaConnectionDetails.Configuration connection) {
        Map<String, Object> settings = new HashMap<>(properties);
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, connection.getBootstrapServers());
        if (StringUtils.hasLength(connection.getSecurityProtocol())) {
            settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, connection.getSecurityProtocol());
        }
        SslBundle bundle = connection.getSslBundle();
        if (bundle != null) {
            settings.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SslBundleSslEngineFactory.class);
            settings.put(SslBundle.class.getName(), bundle);
        }
        return settings;
    }
}
