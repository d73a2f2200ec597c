package com.deliveryhistory.tokens.access;

import com.deliveryhistory.events.Application;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who gets access tokens, and how.
 *
 * @param callers what each calling service may have, by its name
 * @param minimumLife what a token that is handed out has to live at least; half of its life if it is made for less than
 *     twice as long
 * @param patience how long a request waits for a refresh
 */
@ConfigurationProperties("access")
record AccessSettings(
        @DefaultValue Map<String, Caller> callers,
        @DefaultValue("1m") Duration minimumLife,
        @DefaultValue("12s") Duration patience) {

    /** The applications whose tokens a caller may have. */
    record Caller(@DefaultValue Set<String> applications) {}

    boolean allow(String caller, Application application) {
        Caller known = callers.get(caller);
        return known != null && known.applications().contains(application.value());
    }
}
