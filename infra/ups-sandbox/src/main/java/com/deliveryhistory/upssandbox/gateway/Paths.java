package com.deliveryhistory.upssandbox.gateway;

import jakarta.servlet.http.HttpServletRequest;

/** Which requests are calls of UPS's interfaces, and which are for pages or for the sandbox itself. */
final class Paths {

    private Paths() {}

    /** OAuth and data calls: they are in the ledger, and their errors come in UPS's envelope. */
    static boolean isInterface(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith("/security/") || path.startsWith("/api/");
    }

    /** The switches and probes are never subject to a fault. */
    static boolean isOwn(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith("/sandbox/")
                || path.startsWith("/actuator")
                || path.equals("/livez")
                || path.equals("/readyz");
    }
}
