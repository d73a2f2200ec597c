package com.deliveryhistory.optin.security;

import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.securitylog.SecurityLog.Kind;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** Shows the 403 page; a form that was open for too long is sent back to where it can be opened anew. */
final class DeniedHandler implements AccessDeniedHandler {

    /** Codes of UPS.com, and links that still work. */
    private static final List<String> SECRETS_BELOW = List.of("/login/", "/invitation/", "/password-reset/");

    private final SecurityLog log;

    DeniedHandler(SecurityLog log) {
        this.log = log;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
            throws IOException, ServletException {
        boolean csrf = failure instanceof CsrfException;
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        log.record(
                csrf ? Kind.CSRF_REFUSED : Kind.ACCESS_DENIED,
                person == null ? "" : person.getName(),
                "method",
                request.getMethod(),
                "path",
                withoutSecret(request.getRequestURI()
                        .substring(request.getContextPath().length())),
                "address",
                request.getRemoteAddr());
        if (csrf && person == null) {
            response.sendRedirect(request.getContextPath() + "/sign-in?ended");
            return;
        }
        request.setAttribute("formTooOld", csrf);
        response.sendError(HttpServletResponse.SC_FORBIDDEN);
    }

    private static String withoutSecret(String path) {
        return SECRETS_BELOW.stream()
                .filter(path::startsWith)
                .findFirst()
                .map(below -> below + "…")
                .orElse(path);
    }
}
