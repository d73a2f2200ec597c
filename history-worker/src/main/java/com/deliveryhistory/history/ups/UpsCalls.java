package com.deliveryhistory.history.ups;

import com.deliveryhistory.history.ups.UpsAnswer.Refused;
import com.deliveryhistory.history.ups.UpsAnswer.TokenRefused;
import com.deliveryhistory.history.ups.UpsAnswer.TryLater;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/** Makes calls to UPS and turns whatever comes of them into an {@link UpsAnswer}. The one place that knows how. */
@Component
public final class UpsCalls {

    private static final Logger log = LoggerFactory.getLogger(UpsCalls.class);

    private static final int UNAUTHORIZED = 401;
    private static final int TIMED_OUT = 408;
    private static final int TOO_MANY = 429;

    /** Those that are known to mean something; whatever else comes must not make a time series each. */
    private static final Set<String> CODES =
            Set.of("10400", "10401", "10403", "10429", "10004", "10007", "250002", "251004", "UJ0001", "TV1002");

    private final MeterRegistry metrics;

    UpsCalls(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /**
     * Makes a call; never throws for what UPS or the network do.
     *
     * @param api its name in the metrics
     */
    public UpsAnswer make(String api, Supplier<ResponseEntity<byte[]>> call) {
        ResponseEntity<byte[]> response;
        try {
            response = call.get();
        } catch (RestClientException e) {
            count(api, "none", "");
            log.debug("No answer from {}", api, e);
            return new TryLater(null, "UPS gave no answer that could be read", Strain.DOWN);
        }
        int status = response.getStatusCode().value();
        byte[] body = response.getBody() == null ? new byte[0] : response.getBody();
        if (response.getStatusCode().is2xxSuccessful()) {
            count(api, Integer.toString(status), "");
            return UpsAnswer.read(body);
        }
        UpsError error = UpsError.in(body);
        count(api, Integer.toString(status), error.code());
        if (status == UNAUTHORIZED) {
            return new TokenRefused(error.code());
        }
        if (status == TOO_MANY) {
            return new TryLater(null, "UPS answered HTTP 429: too many calls", Strain.THROTTLED);
        }
        // what is not from UPS's interfaces is no word of theirs on the request, see Strain.DOWN
        if (status == TIMED_OUT || !response.getStatusCode().is4xxClientError() || error.isForeign()) {
            return new TryLater(null, "UPS answered HTTP " + status, Strain.DOWN);
        }
        return new Refused(status, error.code(), error.message());
    }

    private void count(String api, String status, String code) {
        Counter.builder("history.ups.answers")
                .description("UPS's answers by interface, HTTP status and error code")
                .tag("api", api)
                .tag("status", status)
                .tag("code", code.isEmpty() ? "none" : CODES.contains(code) ? code : "other")
                .register(metrics)
                .increment();
    }
}
