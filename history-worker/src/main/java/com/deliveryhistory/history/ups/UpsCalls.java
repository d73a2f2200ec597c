package com.deliveryhistory.history.ups;

import com.deliveryhistory.history.ups.UpsAnswer.Refused;
import com.deliveryhistory.history.ups.UpsAnswer.TokenRefused;
import com.deliveryhistory.history.ups.UpsAnswer.TryLater;
import io.micrometer.core.instrument.MeterRegistry;
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
            count(api, "none");
            log.debug("No answer from {}", api, e);
            return new TryLater(null, "UPS gave no answer that could be read");
        }
        int status = response.getStatusCode().value();
        count(api, Integer.toString(status));
        byte[] body = response.getBody() == null ? new byte[0] : response.getBody();
        if (response.getStatusCode().is2xxSuccessful()) {
            return UpsAnswer.read(body);
        }
        UpsError error = UpsError.in(body);
        if (status == 401) {
            return new TokenRefused(error.code());
        }
        if (status == 429 || status == 408 || !response.getStatusCode().is4xxClientError()) {
            return new TryLater(null, "UPS answered HTTP " + status);
        }
        return new Refused(status, error.code(), error.message());
    }

    private void count(String api, String status) {
        metrics.counter("history.ups.answers", "api", api, "status", status).increment();
    }
}
