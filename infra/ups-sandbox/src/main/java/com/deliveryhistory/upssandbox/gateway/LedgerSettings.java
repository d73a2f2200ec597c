package com.deliveryhistory.upssandbox.gateway;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param size how many calls the ledger keeps at least
 * @param trimEvery how many calls it may keep beyond that before the oldest are removed
 */
@Validated
@ConfigurationProperties("sandbox.ledger")
record LedgerSettings(
        @DefaultValue("20000") @Positive int size,
        @DefaultValue("1000") @Positive int trimEvery) {}
