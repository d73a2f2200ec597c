package com.deliveryhistory.services.auth;

import jakarta.validation.constraints.NotBlank;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.validation.annotation.Validated;

/**
 * Who this service is to others.
 *
 * @param name its name: issuer of its tokens, audience of tokens for it, and its consumer group
 * @param instance name of this instance within the service, the same after a restart. If given, the instance takes its
 *     partitions back at once after a crash (Kafka's static membership); otherwise others get them after ten seconds
 * @param privateKey where its private key is: one EC P-256 JWK (RFC 7517) as JSON; absent if it calls nobody
 * @param trusted the services that may call this one, each with the place of its public JWK set
 */
@Validated
@ConfigurationProperties("service-identity")
public record ServiceIdentity(
        @NotBlank String name,
        @Nullable String instance,
        @Nullable Resource privateKey,
        @DefaultValue Map<String, Resource> trusted) {}
