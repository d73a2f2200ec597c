package com.deliveryhistory.history.ups;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What came of a call to one of UPS's data interfaces, before its content is looked at. */
public sealed interface UpsAnswer {

    /** HTTP 2xx with JSON. */
    record Content(JsonNode body) implements UpsAnswer {}

    /** HTTP 401: a newer token may help. */
    record TokenRefused(String code) implements UpsAnswer {}

    /** Any other HTTP 4xx but 429: the same call gets the same answer for now. */
    record Refused(int status, String code, String message) implements UpsAnswer {

        public String reason() {
            return "UPS refused the request: HTTP %d %s %s"
                    .formatted(status, code, message)
                    .strip();
        }
    }

    /**
     * 429, 5xx, no answer, or one that is not what it should be: nothing is known but that it may be better later.
     *
     * @param after UPS's own hint; {@code null} if it gave none
     */
    record TryLater(@Nullable Duration after, String reason) implements UpsAnswer {}
}
