package com.deliveryhistory.optin.uploads;

import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.securitylog.SecurityLog.Kind;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets large bodies through on one route only, and there only from those who may send them. Has to come before anything
 * reads a form, which is before the check of its CSRF token: a form's token can only be read with the form.
 */
public final class BodyLimits extends OncePerRequestFilter {

    /** Where files are taken. */
    public static final String UPLOADS = "/tracking-numbers";

    /** Of a list and the form around it. */
    private static final long LARGEST_UPLOAD = NumberList.LARGEST + (64 << 10);

    private static final long LARGEST_FORM = 64 << 10;
    private static final String FORM = "application/x-www-form-urlencoded";

    private final SecurityLog log;

    public BodyLimits(SecurityLog log) {
        this.log = log;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpStatus refusal = refusal(request);
        if (refusal == null) {
            chain.doFilter(request, response);
            return;
        }
        if (refusal != HttpStatus.UNAUTHORIZED) { // that is a session which has ended
            log.recordRefusal(
                    refusal == HttpStatus.FORBIDDEN ? Kind.ACCESS_DENIED : Kind.BODY_REFUSED,
                    request,
                    "status",
                    Integer.toString(refusal.value()));
        }
        if (isRouteOfUploads(request) && refusal == HttpStatus.CONTENT_TOO_LARGE) {
            response.sendRedirect(request.getContextPath() + UPLOADS + "?too-large");
        } else if (refusal == HttpStatus.UNAUTHORIZED) {
            response.sendRedirect(request.getContextPath() + "/sign-in?ended");
        } else {
            response.sendError(refusal.value());
        }
    }

    private static @Nullable HttpStatus refusal(HttpServletRequest request) {
        String type =
                request.getContentType() == null ? "" : request.getContentType().toLowerCase(Locale.ROOT);
        boolean isUpload = type.startsWith("multipart/");
        if (!isUpload && !type.startsWith(FORM)) {
            return null;
        }
        if (request.getContentLengthLong() < 0 && !HttpMethod.GET.matches(request.getMethod())) {
            return HttpStatus.LENGTH_REQUIRED;
        }
        if (isUpload && !isRouteOfUploads(request)) {
            return HttpStatus.UNSUPPORTED_MEDIA_TYPE;
        }
        if (isUpload && !isAdmin()) {
            return isSignedIn() ? HttpStatus.FORBIDDEN : HttpStatus.UNAUTHORIZED;
        }
        return request.getContentLengthLong() > (isUpload ? LARGEST_UPLOAD : LARGEST_FORM)
                ? HttpStatus.CONTENT_TOO_LARGE
                : null;
    }

    private static boolean isRouteOfUploads(HttpServletRequest request) {
        return HttpMethod.POST.matches(request.getMethod())
                && request.getRequestURI().equals(request.getContextPath() + UPLOADS);
    }

    private static boolean isSignedIn() {
        return SecurityContextHolder.getContext().getAuthentication() != null;
    }

    private static boolean isAdmin() {
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        return person != null
                && person.getAuthorities().stream()
                        .anyMatch(authority -> "ROLE_ADMIN".equals(authority.getAuthority()));
    }
}
