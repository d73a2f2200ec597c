package com.deliveryhistory.optin.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** Sends people to the sign-in page and says there what happened if their session ended. */
final class SignInEntryPoint implements AuthenticationEntryPoint {

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        if (request.getHeader("HX-Request") != null) {
            // a part of a page asked: the whole page is to be loaded anew, which leads to the sign-in page
            response.setHeader("HX-Refresh", "true");
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else if (request.getRequestURI().startsWith(request.getContextPath() + "/login/oauth2/code/")) {
            response.sendRedirect(request.getContextPath() + "/sign-in?ended-at-ups");
        } else {
            boolean hadSession = request.getRequestedSessionId() != null && !request.isRequestedSessionIdValid();
            response.sendRedirect(request.getContextPath() + (hadSession ? "/sign-in?ended" : "/sign-in"));
        }
    }
}
