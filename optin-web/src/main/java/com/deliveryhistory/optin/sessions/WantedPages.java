package com.deliveryhistory.optin.sessions;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The page that somebody wanted before signing in, remembered in the session by its address alone, which it leads back to as
 * it was: a view that somebody shared, with its filters and nothing else.
 */
public final class WantedPages implements RequestCache {

    private static final String ADDRESS = WantedPages.class.getName() + ".address";
    private static final String HOME = "/";

    private final RequestMatcher worthReturningTo;

    public WantedPages(RequestMatcher worthReturningTo) {
        this.worthReturningTo = worthReturningTo;
    }

    @Override
    public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
        if (worthReturningTo.matches(request)) {
            String path =
                    request.getRequestURI().substring(request.getContextPath().length());
            String query = request.getQueryString();
            request.getSession().setAttribute(ADDRESS, query == null ? path : path + "?" + query);
        }
    }

    /** The address of the page, from below the context path, which is forgotten; the landing page if none was wanted. */
    public String take(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null && session.getAttribute(ADDRESS) instanceof String address) {
            session.removeAttribute(ADDRESS);
            return address;
        }
        return HOME;
    }

    @Override
    public @Nullable SavedRequest getRequest(HttpServletRequest request, HttpServletResponse response) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(ADDRESS) instanceof String address
                ? new SimpleSavedRequest(address)
                : null;
    }

    /** None: an address is all that there is to be restored, and the browser asks with it. */
    @Override
    public @Nullable HttpServletRequest getMatchingRequest(HttpServletRequest request, HttpServletResponse response) {
        return null;
    }

    @Override
    public void removeRequest(HttpServletRequest request, HttpServletResponse response) {
        take(request);
    }
}
