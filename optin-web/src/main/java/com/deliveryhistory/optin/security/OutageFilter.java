package com.deliveryhistory.optin.security;

import com.mongodb.MongoException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The page for the time when MongoDB cannot be reached. Around the session's filter, because without MongoDB there is
 * no session, and so neither a sign-in nor an ordinary error page.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class OutageFilter extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(OutageFilter.class);

    private final PlainPages pages;

    OutageFilter(PlainPages pages) {
        this.pages = pages;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (MongoException e) {
            answer(request, response, e);
        } catch (ServletException e) {
            if (e.getCause() instanceof MongoException outage) {
                answer(request, response, outage);
            } else {
                throw e;
            }
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, MongoException outage)
            throws IOException {
        log.error(
                "A page could not be shown: MongoDB cannot be used ({})",
                outage.getClass().getSimpleName());
        if (response.isCommitted()) {
            return;
        }
        response.reset();
        response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
        response.setHeader("Retry-After", "10");
        Locale language = pages.begin(request, response);
        pages.write("outage", language, Map.of("base", request.getContextPath()), response.getWriter());
    }
}
