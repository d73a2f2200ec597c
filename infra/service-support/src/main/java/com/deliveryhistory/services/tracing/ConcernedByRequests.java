package com.deliveryhistory.services.tracing;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.AsyncHandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Has log lines and spans of a request say the company, and the grant, that its path names. */
final class ConcernedByRequests implements AsyncHandlerInterceptor {

    private static final String NOTED = ConcernedByRequests.class.getName();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> named) {
            About about = about(named.get("companyId"), named.get("application"));
            if (about != null) {
                About.Noted noted = about.noted();
                noted.alsoOnSpan();
                request.setAttribute(NOTED, noted);
            }
        }
        return true;
    }

    private static @Nullable About about(@Nullable Object company, @Nullable Object application) {
        try {
            if (company == null) {
                return null;
            }
            CompanyId id = new CompanyId(company.toString());
            return application == null
                    ? new About(id.value(), null)
                    : About.of(new GrantId(id, new Application(application.toString())));
        } catch (IllegalArgumentException e) {
            return null; // no such company can be
        }
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (request.getAttribute(NOTED) instanceof About.Noted noted) {
            request.removeAttribute(NOTED);
            noted.close();
        }
    }

    /** The rest may be another thread's; then this begins anew. */
    @Override
    public void afterConcurrentHandlingStarted(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        afterCompletion(request, response, handler, null);
    }
}
