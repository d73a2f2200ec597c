package com.deliveryhistory.history.api;

import static com.deliveryhistory.services.http.ProblemAnswers.problem;
import static com.deliveryhistory.services.http.ProblemAnswers.unavailable;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.history.collection.Collecting;
import com.deliveryhistory.history.uploads.NumberSource;
import com.deliveryhistory.history.uploads.NumberSources;
import com.deliveryhistory.history.uploads.UnusableUpload;
import com.deliveryhistory.history.uploads.Upload;
import com.deliveryhistory.history.uploads.UploadSettings;
import com.deliveryhistory.history.uploads.Uploads;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists of tracking numbers from before the feed, for the company on whose behalf the caller asks. */
@RestController
@RequestMapping("/v1/companies/{companyId}/tracking-numbers")
final class UploadController {

    /** More than 50,000 of the longest numbers take in any form. */
    private static final long LARGEST_BODY = 8L << 20;

    private static final int MOST_UPLOADS = 100;
    private static final Duration A_WHILE = Duration.ofSeconds(5);

    private final Uploads uploads;
    private final Collecting collecting;
    private final Semaphore free;

    UploadController(Uploads uploads, Collecting collecting, UploadSettings settings) {
        this.uploads = uploads;
        this.collecting = collecting;
        this.free = new Semaphore(settings.atATime());
    }

    @PostMapping(consumes = "text/csv")
    ResponseEntity<Upload> csv(@PathVariable CompanyId companyId, InputStream body) {
        return take(companyId, NumberSources.csv(new BoundedBody(body, LARGEST_BODY)));
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Upload> json(@PathVariable CompanyId companyId, InputStream body) {
        return take(companyId, NumberSources.json(new BoundedBody(body, LARGEST_BODY)));
    }

    private ResponseEntity<Upload> take(CompanyId company, NumberSource source) {
        if (!free.tryAcquire()) {
            throw unavailable("As many uploads as can be are being taken in now", A_WHILE);
        }
        try {
            Upload upload = uploads.take(company, source);
            collecting.numbersWait(company);
            return ResponseEntity.accepted()
                    .location(URI.create("/v1/companies/" + company + "/tracking-numbers/" + upload.id()))
                    .body(upload);
        } finally {
            free.release();
        }
    }

    /** The newest first. */
    @GetMapping
    Latest latest(@PathVariable CompanyId companyId, @RequestParam(defaultValue = "20") int limit) {
        if (limit < 1 || limit > MOST_UPLOADS) {
            throw InvalidParameter.limit(MOST_UPLOADS);
        }
        return new Latest(uploads.latest(companyId, limit));
    }

    @GetMapping("/{uploadId}")
    Upload one(@PathVariable CompanyId companyId, @PathVariable String uploadId) {
        return uploads.find(companyId, uploadId)
                .orElseThrow(() -> problem(HttpStatus.NOT_FOUND, "The company has sent no such upload"));
    }

    @ExceptionHandler
    ErrorResponseException unusable(UnusableUpload e) {
        HttpStatus status = switch (e.kind()) {
            case UNREADABLE -> HttpStatus.BAD_REQUEST;
            case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case TOO_MANY_WAITING -> HttpStatus.CONFLICT;
        };
        return problem(status, String.valueOf(e.getMessage()));
    }

    record Latest(List<Upload> uploads) {}
}
