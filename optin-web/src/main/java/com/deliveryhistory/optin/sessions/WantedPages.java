package com.deliveryhistory.optin.sessions;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The page that somebody wanted before signing in, remembered by the browser and by its address alone, which it leads back to
 * as it was: a view that somebody shared, with its filters and nothing else. An address that is too long to be remembered
 * leads to the landing page.
 *
 * <p>Spring Security's {@code CookieRequestCache} has one name for its cookie, so not one that browsers bind to this host
 * ({@code __Host-}), and takes addresses of any length.
 */
public final class WantedPages implements RequestCache {

    private static final String HOME = "/";

    private final WantedCookie cookie;
    private final RequestMatcher worthReturningTo;

    public WantedPages(WantedCookie cookie, RequestMatcher worthReturningTo) {
        this.cookie = cookie;
        this.worthReturningTo = worthReturningTo;
    }

    @Override
    public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
        if (worthReturningTo.matches(request)) {
            String path =
                    request.getRequestURI().substring(request.getContextPath().length());
            String query = request.getQueryString();
            cookie.write(request, response, query == null ? path : path + "?" + query);
        }
    }

    /** The address of the page, from below the context path, which is forgotten; the landing page if none was wanted. */
    public String take(HttpServletRequest request, HttpServletResponse response) {
        cookie.remove(request, response);
        return cookie.read(request).orElse(HOME);
    }

    @Override
    public @Nullable SavedRequest getRequest(HttpServletRequest request, HttpServletResponse response) {
        return cookie.read(request).map(SimpleSavedRequest::new).orElse(null);
    }

    /** None: an address is all that there is to be restored, and the browser asks with it. */
    @Override
    public @Nullable HttpServletRequest getMatchingRequest(HttpServletRequest request, HttpServletResponse response) {
        return null;
    }

    @Override
    public void removeRequest(HttpServletRequest request, HttpServletResponse response) {
        cookie.remove(request, response);
    }
}
