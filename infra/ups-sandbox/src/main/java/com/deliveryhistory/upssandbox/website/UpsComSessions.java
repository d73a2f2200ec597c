package com.deliveryhistory.upssandbox.website;

import com.deliveryhistory.upssandbox.accounts.Profile;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;

/** Being logged in at UPS.com, which the profile page needs and authorizing an application does not care about. */
@Component
class UpsComSessions {

    private final SecurityContextRepository securityContexts;

    UpsComSessions(SecurityContextRepository securityContexts) {
        this.securityContexts = securityContexts;
    }

    void begin(Profile profile, HttpServletRequest request, HttpServletResponse response) {
        if (request.getSession(false) != null) {
            request.changeSessionId();
        }
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(profile.username(), null, List.of()));
        SecurityContextHolder.setContext(context);
        securityContexts.saveContext(context, request, response);
    }
}
