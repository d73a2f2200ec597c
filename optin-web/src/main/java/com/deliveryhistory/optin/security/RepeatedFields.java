package com.deliveryhistory.optin.security;

import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.securitylog.SecurityLog.Kind;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses forms with a field that stands in the query of their address, too. The servlet API puts both together, the
 * query's first: whoever looks at one of them could look at another one than who looks next.
 */
final class RepeatedFields extends OncePerRequestFilter {

    private final SecurityLog log;

    RepeatedFields(SecurityLog log) {
        this.log = log;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (repeatsField(request)) {
            log.recordRefusal(Kind.REQUEST_REFUSED, request, "reason", "a field stands in query and form");
            response.sendError(HttpStatus.BAD_REQUEST.value());
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean repeatsField(HttpServletRequest request) {
        String query = request.getQueryString();
        if (query == null || !HttpMethod.POST.matches(request.getMethod())) {
            return false;
        }
        try {
            return inQuery(query).entrySet().stream()
                    .anyMatch(field -> times(request, field.getKey()) > field.getValue());
        } catch (IllegalArgumentException | IllegalStateException e) {
            return false; // cannot be read, which whoever needs a parameter says
        }
    }

    private static Map<String, Long> inQuery(String query) {
        return Stream.of(query.split("&", -1))
                .map(field -> URLDecoder.decode(field.replaceFirst("=.*", ""), StandardCharsets.UTF_8))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static int times(HttpServletRequest request, String name) {
        String[] values = request.getParameterValues(name);
        return values == null ? 0 : values.length;
    }
}
