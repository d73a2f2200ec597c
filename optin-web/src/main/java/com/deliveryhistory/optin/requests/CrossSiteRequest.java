package com.deliveryhistory.optin.requests;

import jakarta.servlet.http.HttpServletRequest;

/**
 * What a page of another site began, by a link, a form or a script (Fetch Metadata, {@code Sec-Fetch-Site}). Browsers that do
 * not say so are not refused anything: whoever asks has other means beside this.
 */
public final class CrossSiteRequest {

    private CrossSiteRequest() {}

    /** Whether the browser says that it is one. */
    public static boolean is(HttpServletRequest request) {
        return "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
    }
}
