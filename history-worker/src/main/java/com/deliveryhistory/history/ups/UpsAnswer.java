package com.deliveryhistory.history.ups;

import com.deliveryhistory.history.ups.SalvagedJson.Salvage;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What came of a call to one of UPS's data interfaces, before its content is looked at. */
public sealed interface UpsAnswer {

    /** HTTP 2xx with JSON. */
    record Content(JsonNode body) implements UpsAnswer {}

    /**
     * HTTP 2xx with JSON that breaks off or breaks down on its way: what could be read of it. Asked again, UPS may send it
     * whole.
     *
     * @param unfinished by identity: the objects and lists in it that lack their rest
     */
    record CutShort(JsonNode body, Set<JsonNode> unfinished) implements UpsAnswer {

        public static final String REASON = "UPS's answer breaks off";
    }

    /** HTTP 401: a newer token may help. */
    record TokenRefused(String code) implements UpsAnswer {}

    /** Any other HTTP 4xx but 408 and 429, of UPS's own making: the same call gets the same answer for now. */
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
    record TryLater(@Nullable Duration after, String reason, Strain strain) implements UpsAnswer {}

    /** Reads the body of an answer with HTTP 2xx: the whole of it, or what can be saved. */
    static UpsAnswer read(byte[] body) {
        try {
            return new Content(UpsJson.MAPPER.readTree(body));
        } catch (JacksonException | NumberFormatException e) { // Jackson lets the latter through, see UpsJson
            Salvage salvage = SalvagedJson.read(body);
            if (!salvage.tree().isContainer()) {
                return new TryLater(null, "UPS's answer is not JSON", Strain.DOWN);
            }
            return salvage.unfinished().isEmpty()
                    ? new Content(salvage.tree())
                    : new CutShort(salvage.tree(), salvage.unfinished());
        }
    }
}
