package com.deliveryhistory.optin.requests;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/**
 * What a page asks by itself, again and again, to show what changes. Nobody need be in front of it, so it does not put off
 * the end of a session that is idle.
 */
public final class BackgroundRequest {

    /** The parameter that says what the page shows already. */
    public static final String PARAMETER = "seen";

    private static final Pattern ASKED = Pattern.compile("(^|&)" + PARAMETER + "=");

    private BackgroundRequest() {}

    /** Whether it is one. Does not read the body: that is for who knows whose it is. */
    public static boolean is(HttpServletRequest request) {
        String query = request.getQueryString();
        return request.getHeader("HX-Request") != null
                && query != null
                && ASKED.matcher(query).find();
    }
}
