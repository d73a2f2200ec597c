package com.deliveryhistory.optin.security;

import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.securitylog.SecurityLog.Kind;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** Shows the 403 page; a form that was open for too long is sent back to where it can be opened anew. */
final class DeniedHandler implements AccessDeniedHandler {

    private final SecurityLog log;

    DeniedHandler(SecurityLog log) {
        this.log = log;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
            throws IOException, ServletException {
        boolean csrf = failure instanceof CsrfException;
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        log.recordRefusal(csrf ? Kind.CSRF_REFUSED : Kind.ACCESS_DENIED, request);
        if (csrf && person == null) {
            response.sendRedirect(request.getContextPath() + "/sign-in?ended");
            return;
        }
        request.setAttribute("formTooOld", csrf);
        response.sendError(HttpServletResponse.SC_FORBIDDEN);
    }
}
