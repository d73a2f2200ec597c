package com.deliveryhistory.history.api;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.history.collection.Collecting;
import com.deliveryhistory.history.collection.Coverage;
import com.deliveryhistory.history.packages.ListPosition;
import com.deliveryhistory.history.packages.PackagePage;
import com.deliveryhistory.history.packages.PackageStore;
import com.deliveryhistory.history.packages.PackageView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A company's history, for the company on whose behalf the caller asks. */
@RestController
@RequestMapping("/v1/companies/{companyId}")
final class HistoryController {

    private static final int LARGEST_PAGE = 200;

    private final PackageStore packages;
    private final Collecting collecting;

    HistoryController(PackageStore packages, Collecting collecting) {
        this.packages = packages;
        this.collecting = collecting;
    }

    /** The packages with the latest activity first. */
    @GetMapping("/packages")
    Packages packages(
            @PathVariable CompanyId companyId,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw InvalidParameter.limit(LARGEST_PAGE);
        }
        ListPosition after =
                cursor == null ? null : ListPosition.ofCursor(cursor).orElseThrow(InvalidParameter::cursor);
        PackagePage page = packages.list(companyId, limit, after);
        return new Packages(
                page.packages(), page.end() == null ? null : page.end().toCursor());
    }

    @GetMapping("/packages/{trackingNumber}")
    PackageView one(@PathVariable CompanyId companyId, @PathVariable String trackingNumber) {
        return packages.find(companyId, trackingNumber).orElseThrow(PackageNotFound::new);
    }

    @GetMapping("/coverage")
    Coverages coverage(@PathVariable CompanyId companyId) {
        return new Coverages(collecting.coverages(companyId));
    }

    /**
     * A page of packages.
     *
     * @param nextCursor for the next page; absent on the last one
     */
    record Packages(List<PackageView> packages, @Nullable String nextCursor) {}

    record Coverages(List<Coverage> coverages) {}
}
