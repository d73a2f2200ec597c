package com.deliveryhistory.history.tracking;

/** What happened to one package, scan by scan. */
public interface Tracking {

    /**
     * Asks for the scans of one package.
     *
     * @param authorization value of the {@code Authorization} header
     */
    TrackingAnswer details(String trackingNumber, String authorization);
}
