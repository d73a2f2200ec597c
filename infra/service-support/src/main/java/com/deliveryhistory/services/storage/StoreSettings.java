package com.deliveryhistory.services.storage;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long the service waits for MongoDB, and how many connections it holds, unless {@code spring.mongodb.uri} says
 * otherwise.
 *
 * <p>Each step has its own limit. The driver's {@code timeoutMS}, one for all steps of an operation, is no substitute: it is
 * experimental, would end a file of deliveries that is read for minutes, and would have the server ignore how long a query
 * may take.
 *
 * @param selectionTimeout how long an operation waits for a primary
 * @param connectTimeout how long a connection may take
 * @param readTimeout how long an answer may take, a write's wait for the majority included
 * @param poolSize connections at most to each server, of this instance
 * @param poolWait how long an operation waits for a connection while all are in use
 */
@Validated
@ConfigurationProperties("store")
record StoreSettings(
        @DefaultValue("10s") @NotNull @DurationMin(millis = 1) @DurationMax(days = 1)
        Duration selectionTimeout,

        @DefaultValue("5s") @NotNull @DurationMin(millis = 1) @DurationMax(days = 1)
        Duration connectTimeout,

        @DefaultValue("20s") @NotNull @DurationMin(millis = 1) @DurationMax(days = 1)
        Duration readTimeout,

        @DefaultValue("100") @Positive int poolSize,

        @DefaultValue("10s") @NotNull @DurationMin(millis = 1) @DurationMax(days = 1)
        Duration poolWait) {}
