package com.deliveryhistory.upssandbox.feed;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much happens to the packages of an account. The same settings and the same anchor make the same feed.
 *
 * @param seed another seed tells another story
 * @param anchor the time around which past and live part lie; if absent, each account's first data call, which is kept
 * @param history how far back packages go
 * @param packagesPerDay packages a day in the ordinary part, which has a file an hour and stories of days; at most 8000
 * @param accounts packages a day of single accounts, by account number, where they differ from that
 * @param liveInterval mean time between two records of the live part, whose packages are delivered within minutes; zero
 *     for no live part
 * @param liveFor how long after the anchor the live part goes on at this rate
 * @param laterInterval mean time between two records of the live part after that; zero for none
 * @param liveFilePeriod a file of the live part appears this often
 * @param recordsPerFile larger files are split
 * @param zone of the times in records, file names and requested ranges
 */
@Validated
@ConfigurationProperties("sandbox.feed")
record FeedSettings(
        @DefaultValue("delivery-history") @NotNull String seed,
        @Nullable Instant anchor,

        @DefaultValue("120d") @NotNull @DurationMin(days = 1) @DurationMax(days = 400)
        Duration history,

        @DefaultValue("40") @PositiveOrZero @Max(8000) int packagesPerDay,
        @DefaultValue Map<String, Integer> accounts,
        @DefaultValue("3s") @NotNull @DurationMin Duration liveInterval,
        @DefaultValue("1h") @NotNull @DurationMin Duration liveFor,
        @DefaultValue("10s") @NotNull @DurationMin Duration laterInterval,

        @DefaultValue("2s") @NotNull @DurationMin(seconds = 1)
        Duration liveFilePeriod,

        @DefaultValue("100") @Positive int recordsPerFile,
        @DefaultValue("UTC") @NotNull ZoneId zone) {

    /** Environment variables come with lower-case keys, account numbers with upper-case letters. */
    FeedSettings {
        accounts = accounts.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        account -> account.getKey().toUpperCase(Locale.ROOT), Map.Entry::getValue));
    }

    int packagesPerDay(String shipperNumber) {
        return accounts.getOrDefault(shipperNumber, packagesPerDay);
    }
}
