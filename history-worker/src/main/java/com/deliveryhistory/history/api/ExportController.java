package com.deliveryhistory.history.api;

import static com.deliveryhistory.services.http.ProblemAnswers.tooMany;
import static com.deliveryhistory.services.http.ProblemAnswers.unavailable;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.history.listing.PackageFilter;
import com.deliveryhistory.history.listing.PackageListStore;
import com.deliveryhistory.history.packages.PackageView;
import com.deliveryhistory.services.http.AtOnce;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * A company's history as a file. It is written as it is read, a batch of packages at a time and no faster than the caller
 * takes it; when the caller goes away, the reading ends.
 */
@RestController
final class ExportController {

    private static final Logger log = LoggerFactory.getLogger(ExportController.class);
    private static final Duration A_WHILE = Duration.ofSeconds(10);

    private final PackageListStore packages;
    private final Semaphore free;
    private final AtOnce ofCompany;

    ExportController(PackageListStore packages, ApiSettings settings) {
        this.packages = packages;
        this.free = new Semaphore(settings.exports());
        this.ofCompany = new AtOnce(settings.exportsOfCompany());
    }

    @GetMapping("/v1/companies/{companyId}/packages.csv")
    void export(
            @PathVariable CompanyId companyId, Wanted wanted, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        PackageFilter filter = wanted.filter();
        if (!free.tryAcquire()) {
            throw unavailable("As many files as can be are being written now", A_WHILE);
        }
        try {
            if (!ofCompany.begins(companyId.value())) {
                throw tooMany("As many files of the company as can be are being written now", A_WHILE);
            }
            try {
                write(companyId, filter, request, response);
            } finally {
                ofCompany.ended(companyId.value());
            }
        } finally {
            free.release();
        }
    }

    private void write(
            CompanyId companyId, PackageFilter filter, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try (Stream<PackageView> all = packages.all(companyId, filter)) {
            ShallowEtagHeaderFilter.disableContentCaching(request);
            response.setContentType("text/csv;charset=UTF-8;header=present");
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    ContentDisposition.attachment()
                            .filename("deliveries-" + companyId + ".csv")
                            .build()
                            .toString());
            CsvExport.write(all.iterator(), response.getOutputStream());
        } catch (UncheckedIOException e) {
            log.debug("The caller does not take the rest of a file", e);
        } catch (RuntimeException e) {
            if (response.isCommitted()) {
                log.warn("A file broke off: {}", e.toString());
                throw new CutOff();
            }
            response.reset();
            throw e;
        }
    }
}
