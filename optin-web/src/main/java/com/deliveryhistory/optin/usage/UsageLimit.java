package com.deliveryhistory.optin.usage;

import com.deliveryhistory.optin.requests.BackgroundRequest;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.securitylog.SecurityLog.Kind;
import com.deliveryhistory.optin.throttling.Pace;
import com.deliveryhistory.services.storage.SignInNames;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerInterceptor;

/** Answers 429 with {@code Retry-After} (RFC 6585, section 4) to who asks for too much; nobody else waits for that. */
final class UsageLimit implements HandlerInterceptor {

    /** Open pages take nothing from what a person may click. */
    private static final String IN_BACKGROUND = " (background)";

    private final Pace pace;
    private final SecurityLog log;
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    UsageLimit(Pace pace, SecurityLog log) {
        this.pace = pace;
        this.log = log;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        Principal person = request.getUserPrincipal();
        if (person == null || request.getDispatcherType() != DispatcherType.REQUEST) { // was counted before
            return true;
        }
        String asking = SignInNames.key(person.getName()) + (BackgroundRequest.is(request) ? IN_BACKGROUND : "");
        Duration wait = pace.waitOf(asking);
        if (wait.isZero()) {
            refused.remove(asking);
            return true;
        }
        if (refused.add(asking)) { // one line says it
            log.recordRefusal(Kind.USAGE_THROTTLED, request);
        }
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, Math.ceilDiv(wait.toMillis(), 1_000L))));
        response.sendError(HttpStatus.TOO_MANY_REQUESTS.value());
        return false;
    }
}
