package com.deliveryhistory.optin.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** Sends people on whose sign-in is not complete. */
final class FactorEntryPoint implements AuthenticationEntryPoint {

    private final String path;

    /** @param path where they can go on */
    FactorEntryPoint(String path) {
        this.path = path;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        if (request.getHeader("HX-Request") != null) {
            // a part of a page asked: the whole page is to be loaded anew, which leads on
            response.setHeader("HX-Refresh", "true");
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else {
            response.sendRedirect(request.getContextPath() + path);
        }
    }
}
