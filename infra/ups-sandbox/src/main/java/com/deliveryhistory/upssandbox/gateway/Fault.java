package com.deliveryhistory.upssandbox.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Objects;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

/**
 * A switch that spoils calls.
 *
 * @param path calls whose path starts with this are spoilt
 * @param times how many calls; all until the switch is taken back or its time is over, if absent
 * @param lasts for how long, from when it is switched on; until it is taken back, if absent
 * @param delay waited before anything else happens; two seconds for {@link FaultKind#SLOW}, otherwise none, if absent
 * @param status the status of {@link FaultKind#SERVER_ERROR} (500 if absent) and {@link FaultKind#GARBAGE} (200 if absent)
 * @param garbage which kind of garbage; each in turn if absent
 * @param afterWork whether the call's work is done before its answer is spoilt; if absent, only for
 *     {@link FaultKind#ANSWER_LOST}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Fault(
        @Pattern(regexp = "/.*") String path,
        @NotNull FaultKind kind,
        @Nullable @Min(1) Integer times,

        @JsonProperty("for") @Nullable @DurationMin(millis = 1) @DurationMax(days = 1)
        Duration lasts,

        @Nullable @DurationMin @DurationMax(minutes = 10) Duration delay,
        @Nullable @Min(200) @Max(599) Integer status,
        @Nullable Garbage garbage,
        @Nullable Boolean afterWork) {

    Duration pause() {
        return Objects.requireNonNullElse(delay, kind == FaultKind.SLOW ? Duration.ofSeconds(2) : Duration.ZERO);
    }

    boolean doesTheWork() {
        return kind == FaultKind.SLOW || Objects.requireNonNullElse(afterWork, kind == FaultKind.ANSWER_LOST);
    }

    int statusOr(int usual) {
        return Objects.requireNonNullElse(status, usual);
    }

    Fault withTimes(@Nullable Integer left) {
        return new Fault(path, kind, left, lasts, delay, status, garbage, afterWork);
    }
}
