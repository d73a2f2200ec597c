package com.deliveryhistory.services.calls;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How this service calls the others.
 *
 * @param sslBundle name of the {@code spring.ssl.bundle} whose trust store says which certificates of theirs are good, and
 *     whose key store, if it has one, what is shown to them; absent: the authorities of the JVM
 */
@ConfigurationProperties("service-calls")
record ServiceCallSettings(@Nullable String sslBundle) {}
