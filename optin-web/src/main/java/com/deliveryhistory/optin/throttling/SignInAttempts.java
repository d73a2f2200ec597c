package com.deliveryhistory.optin.throttling;

import com.deliveryhistory.optin.sessions.SignInOrigins;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.authentication.AuthenticationDetailsSource;
import org.springframework.stereotype.Component;

/** Reads from a request where somebody tries to sign in from. */
@Component
public class SignInAttempts implements AuthenticationDetailsSource<HttpServletRequest, SignInAttempt> {

    private final SignInOrigins origins;
    private final DeviceCookie cookie;

    SignInAttempts(SignInOrigins origins, DeviceCookie cookie) {
        this.origins = origins;
        this.cookie = cookie;
    }

    @Override
    public SignInAttempt buildDetails(HttpServletRequest request) {
        return new SignInAttempt(origins.buildDetails(request), request.getRemoteAddr(), cookie.read(request));
    }
}
