package com.deliveryhistory.optin.deliveries;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.historyworker.Answer;
import com.deliveryhistory.optin.historyworker.HistoryWorker;
import com.deliveryhistory.optin.usage.TooManyFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/**
 * Hands a company's deliveries on as a file, a buffer at a time and no faster than it is taken. When nobody takes it any
 * more, history-worker is not read any further.
 */
@Component
public class DeliveryFile {

    private static final Logger log = LoggerFactory.getLogger(DeliveryFile.class);
    private static final int BUFFER = 16 * 1024;

    private final HistoryWorker history;

    DeliveryFile(HistoryWorker history) {
        this.history = history;
    }

    /** Where the file goes; asked for once it is sure that there is one. */
    @FunctionalInterface
    public interface Target {

        OutputStream open() throws IOException;
    }

    /**
     * Writes CSV (RFC 4180) in UTF-8.
     *
     * @return {@code Found} if all of it was written, or the reader has gone
     * @throws TooManyFiles if as many of the company as may be are being written
     * @throws CutOff if it broke off after a part was written
     */
    public Answer<Boolean> write(CompanyId company, PackageQuery query, Target target) {
        Map<String, String> filter = query.filter();
        try {
            return history.fetching()
                    .get()
                    .uri(builder -> HistoryWorker.address(builder, company, "packages.csv", Map.of(), filter))
                    .headers(history.onBehalfOf(company))
                    .exchangeForRequiredValue((request, response) -> handOn(response, target));
        } catch (RestClientException e) {
            log.warn("history-worker cannot write a file now: {}", e.getClass().getSimpleName());
            return new Answer.Unavailable<>();
        }
    }

    private static Answer<Boolean> handOn(ClientHttpResponse response, Target target) throws IOException {
        HttpStatusCode status = response.getStatusCode();
        if (status.isSameCodeAs(HttpStatus.BAD_REQUEST)) {
            return new Answer.Refused<>("");
        }
        if (status.isSameCodeAs(HttpStatus.NOT_FOUND)) {
            return new Answer.Absent<>();
        }
        if (status.isSameCodeAs(HttpStatus.TOO_MANY_REQUESTS)) {
            throw TooManyFiles.ofCompany();
        }
        if (!status.is2xxSuccessful()) {
            log.warn("history-worker answered {} when asked for a file", status.value());
            return new Answer.Unavailable<>();
        }
        // closed here, before the response is: that would read the rest of a file that nobody takes
        try (InputStream from = response.getBody()) {
            return copy(from, target.open());
        }
    }

    private static Answer<Boolean> copy(InputStream from, OutputStream to) {
        byte[] buffer = new byte[BUFFER];
        for (int read = read(from, buffer); read >= 0; read = read(from, buffer)) {
            try {
                to.write(buffer, 0, read);
            } catch (IOException e) {
                log.debug("Nobody takes the rest of a file", e);
                return new Answer.Found<>(false);
            }
        }
        return new Answer.Found<>(true);
    }

    private static int read(InputStream from, byte[] buffer) {
        try {
            return from.read(buffer);
        } catch (IOException e) {
            log.warn("A file broke off: {}", e.getClass().getSimpleName());
            throw new CutOff();
        }
    }

    /**
     * A file cannot be completed after its first part was sent. Nothing handles this, so that the connection breaks and the
     * browser does not take the part for the whole.
     */
    public static final class CutOff extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        /** Without a cause: Spring takes an end of a stream among the causes for a browser that has gone, and is content. */
        CutOff() {
            super("A file could not be completed");
        }
    }
}
