package com.deliveryhistory.tokens.access;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.services.http.Rate;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who gets access tokens, and how.
 *
 * @param callers what each calling service may have, by its name
 * @param minimumLife what a token that is handed out has to live at least; half of its life if it is made for less than
 *     twice as long
 * @param patience how long a request waits for a refresh
 * @param refusalPause a pair that is younger than this, and did not come from an opt-in, is not refreshed because UPS
 *     refused it
 * @param rememberedFor how long a token that was handed out is handed out again without a look into the store, at most;
 *     zero: not at all. So long may another instance's news of the grant's end go unnoticed here
 * @param rememberedGrants of how many grants tokens are remembered
 * @param rate how many requests a caller may make of this instance, unless it has a rate of its own
 */
@Validated
@ConfigurationProperties("access")
record AccessSettings(
        @DefaultValue Map<String, @Valid Caller> callers,
        @DefaultValue("1m") @DurationMin Duration minimumLife,
        @DefaultValue("12s") @DurationMin Duration patience,
        @DefaultValue("30s") @DurationMin Duration refusalPause,

        @DefaultValue("3s") @DurationMin @DurationMax(seconds = 10)
        Duration rememberedFor,

        @DefaultValue("10000") @Positive int rememberedGrants,
        @DefaultValue @Valid Rate rate) {

    /**
     * A calling service.
     *
     * @param applications the applications whose tokens it may have
     * @param rate {@code null}: as all callers
     */
    record Caller(
            @DefaultValue Set<String> applications,
            @Nullable @Valid Rate rate) {}

    boolean allow(String caller, Application application) {
        Caller known = callers.get(caller);
        return known != null && known.applications().contains(application.value());
    }

    Rate rateOf(Caller caller) {
        return caller.rate() == null ? rate : caller.rate();
    }
}
