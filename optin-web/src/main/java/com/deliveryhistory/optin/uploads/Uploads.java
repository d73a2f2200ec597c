package com.deliveryhistory.optin.uploads;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.historyworker.Answer;
import com.deliveryhistory.optin.historyworker.HistoryWorker;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;

/** Sends companies' tracking numbers on to history-worker, and asks how far they have come. */
@Component
class Uploads {

    private static final Logger log = LoggerFactory.getLogger(Uploads.class);
    private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");

    private final HistoryWorker history;

    Uploads(HistoryWorker history) {
        this.history = history;
    }

    /** What became of a list. */
    sealed interface Outcome {

        record Taken(Upload upload) implements Outcome {}

        record NotTaken(UploadProblem problem) implements Outcome {}
    }

    /**
     * Sends a list on as it is read. Sending it again on the same day is no other upload.
     *
     * @param name of the file that it is; {@code null} if it is none
     */
    Outcome take(CompanyId company, NumberList list, @Nullable String name) throws IOException {
        if (list.isTooLarge()) {
            return new Outcome.NotTaken(UploadProblem.TOO_LARGE);
        }
        UploadProblem problem = list.problem(name);
        if (problem != null) {
            return new Outcome.NotTaken(problem);
        }
        try {
            Upload upload = history.sending()
                    .post()
                    .uri(builder -> HistoryWorker.address(builder, company, "tracking-numbers", Map.of(), Map.of()))
                    .headers(history.onBehalfOf(company))
                    .contentType(CSV)
                    .body((StreamingHttpOutputMessage.Body) list::writeTo)
                    .retrieve()
                    .body(Upload.class);
            return upload == null ? new Outcome.NotTaken(UploadProblem.TRY_LATER) : new Outcome.Taken(upload);
        } catch (HttpClientErrorException e) {
            return new Outcome.NotTaken(problem(e));
        } catch (RestClientException e) {
            log.warn("Tracking numbers could not be sent on: {}", e.getClass().getSimpleName());
            // history-worker breaks off a list that is too long without reading all of it
            return new Outcome.NotTaken(
                    list.mayHaveTooManyNumbers() ? UploadProblem.TOO_LARGE : UploadProblem.TRY_LATER);
        }
    }

    private static UploadProblem problem(HttpClientErrorException e) {
        return switch (e.getStatusCode().value()) {
            case 400 -> UploadProblem.UNREADABLE;
            case 409 -> UploadProblem.TOO_MANY_WAITING;
            case 413 -> UploadProblem.TOO_LARGE;
            default -> UploadProblem.TRY_LATER;
        };
    }

    /** The newest first. */
    Answer<Latest> latest(CompanyId company) {
        return history.get(company, Latest.class, "tracking-numbers", Map.of(), Map.of("limit", "20"));
    }

    Answer<Upload> find(CompanyId company, String id) {
        return history.get(company, Upload.class, "tracking-numbers/{id}", Map.of("id", id), Map.of());
    }

    record Latest(@Nullable List<Upload> uploads) {

        @Override
        public List<Upload> uploads() {
            return uploads == null ? List.of() : uploads;
        }
    }
}
