package com.deliveryhistory.optin.deliveries;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packages in the order that was asked for.
 *
 * @param nextCursor where the next page starts; {@code null} on the last page
 */
public record HistoryPage(
        @Nullable List<DeliveredPackage> packages, @Nullable String nextCursor) {

    public HistoryPage {
        packages = packages == null ? List.of() : List.copyOf(packages);
    }

    @Override
    public List<DeliveredPackage> packages() {
        return packages == null ? List.of() : packages;
    }
}
