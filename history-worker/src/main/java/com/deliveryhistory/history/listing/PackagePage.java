package com.deliveryhistory.history.listing;

import com.deliveryhistory.history.packages.PackageView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a company's packages.
 *
 * @param end where the next page begins; {@code null} if this is the last one
 */
public record PackagePage(
        List<PackageView> packages, @Nullable ListPosition end) {}
