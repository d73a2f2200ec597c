package com.deliveryhistory.tokens.grants;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How stored events are sent.
 *
 * @param scanInterval how often events are looked for that were left behind
 * @param lease how long one instance has to send a grant's events before another may; longer than
 *     {@code messaging.publish-timeout}
 * @param retry pause after Kafka did not take them
 * @param concurrent grants whose events are sent at a time
 */
@ConfigurationProperties("grants.relay")
public record RelaySettings(
        @DefaultValue("2s") Duration scanInterval,
        @DefaultValue("20s") Duration lease,
        @DefaultValue("2s") Duration retry,
        @DefaultValue("64") int concurrent) {}
