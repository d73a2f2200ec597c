package com.deliveryhistory.upssandbox.quantumview;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What UPS does not say about Quantum View, as switches.
 *
 * @param subscriptionName the one subscription that each account has
 * @param errorShape in which of the two documented shapes errors come
 * @param pageSize an answer ends with the file that reaches this size
 * @param reach how many days back before the current one can be read
 * @param emptyAsText whether empty containers and indicators are sent as {@code ""}, as UPS does, or left out
 */
@Validated
@ConfigurationProperties("sandbox.quantum-view")
record QuantumViewSettings(
        @DefaultValue("OutboundXML") @Pattern(regexp = "[A-Za-z0-9]{1,21}")
        String subscriptionName,

        @DefaultValue("ENVELOPE") @NotNull ErrorShape errorShape,
        @DefaultValue("150KB") @NotNull DataSize pageSize,
        @DefaultValue("7d") @NotNull @DurationMin(days = 1) Duration reach,
        @DefaultValue("true") boolean emptyAsText) {

    enum ErrorShape {
        /** HTTP 400 and the envelope of all UPS interfaces. */
        ENVELOPE,
        /** HTTP 200, {@code ResponseStatusCode} 0 and {@code Response.Error}. */
        IN_ANSWER
    }
}
