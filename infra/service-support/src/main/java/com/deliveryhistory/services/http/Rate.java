package com.deliveryhistory.services.http;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A steady rate with some more at a time.
 *
 * @param perSecond requests a second in the long run
 * @param burst requests at once after a time of rest
 */
public record Rate(
        @DefaultValue("500") @Positive int perSecond,
        @DefaultValue("1000") @Positive int burst) {}
