package com.deliveryhistory.optin.throttling;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many sign-ins may fail before the next one has to wait, and the cookie that exempts a known browser.
 *
 * @param freeFromAddress failures of one account from one address
 * @param freeOfAddress failures of all accounts from one address, which an office may share; sign-ins by identity providers
 *     that came to nothing, and mail addresses without one, count apart
 * @param freeOfAccount failures of one account from all browsers that are not known
 * @param freeOfDevice failures of one account from a known browser; those by a company's identity provider count apart
 * @param firstWait after the first failure that is not free; each further one doubles it
 * @param longestWait the longest that anybody waits
 * @param forgetAfter failures count for nothing when there was no other for that long
 * @param deviceKnownFor how long a browser is known after a sign-in
 * @param deviceCookieName the name of the cookie that a browser is known by
 * @param secureDeviceCookie whether browsers send that cookie over TLS only
 */
@Validated
@ConfigurationProperties("sign-in")
record ThrottleSettings(
        @DefaultValue("5") @Positive int freeFromAddress,
        @DefaultValue("50") @Positive int freeOfAddress,
        @DefaultValue("50") @Positive int freeOfAccount,
        @DefaultValue("10") @Positive int freeOfDevice,
        @DefaultValue("10s") @DurationMin(seconds = 1) Duration firstWait,
        @DefaultValue("15m") @DurationMin(seconds = 1) Duration longestWait,
        @DefaultValue("1d") @DurationMin(minutes = 1) Duration forgetAfter,
        @DefaultValue("90d") @DurationMin(days = 1) Duration deviceKnownFor,
        @DefaultValue("__Host-OPTIN_DEVICE") @NotBlank String deviceCookieName,
        @DefaultValue("true") boolean secureDeviceCookie) {

    ThrottleSettings {
        if (deviceCookieName.startsWith("__Host-") && !secureDeviceCookie) {
            throw new IllegalArgumentException(
                    "sign-in.device-cookie-name: browsers take a cookie that is named __Host-… only if it is secure");
        }
    }

    /** How long the next try waits after so many failures. */
    Duration waitAfter(int failures, int free) {
        if (failures < free) {
            return Duration.ZERO;
        }
        int doublings = Math.min(failures - free, 30);
        Duration wait = firstWait.multipliedBy(1L << doublings);
        return wait.compareTo(longestWait) < 0 ? wait : longestWait;
    }
}
