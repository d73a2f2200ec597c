package com.deliveryhistory.history.api;

import com.deliveryhistory.services.http.Rate;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What callers may ask of this instance.
 *
 * @param rates how many requests a caller may make, by its name
 * @param rate how many all others may make together
 * @param exports how many files are written at the same time
 * @param exportsOfCompany how many of them with the history of one company
 */
@Validated
@ConfigurationProperties("history.api")
record ApiSettings(
        @DefaultValue Map<String, @Valid Rate> rates,
        @DefaultValue @Valid Rate rate,
        @DefaultValue("8") @Positive int exports,
        @DefaultValue("4") @Positive int exportsOfCompany) {}
