package com.deliveryhistory.optin.sessions;

import jakarta.servlet.http.HttpServletRequest;

/**
 * What a page asks by itself, again and again, to show what changes. Nobody need be in front of it, so it does not put off
 * the end of a session that is idle.
 */
public final class BackgroundRequest {

    /** What no page asks for without: what it has seen. */
    public static final String PARAMETER = "seen";

    private BackgroundRequest() {}

    static boolean is(HttpServletRequest request) {
        return request.getHeader("HX-Request") != null && request.getParameter(PARAMETER) != null;
    }
}
