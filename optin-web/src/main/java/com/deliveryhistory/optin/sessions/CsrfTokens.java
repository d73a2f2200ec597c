package com.deliveryhistory.optin.sessions;

import com.deliveryhistory.optin.storage.Hashes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.stereotype.Component;

/**
 * Where the tokens of forms are kept: for who is signed in within the session, which nobody else can replace without ending
 * it; for everybody else in a cookie that is as well guarded as the session's own, so that nothing is stored for visitors
 * who may never sign in. Each has 256 random bits; Spring Security's own are UUIDs, with 122.
 */
@Component
public class CsrfTokens implements CsrfTokenRepository {

    private final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();
    private final CsrfTokenRepository signedIn = new HttpSessionCsrfTokenRepository();
    private final CsrfTokenRepository visitors;

    CsrfTokens(SessionSettings settings) {
        CookieCsrfTokenRepository cookie = new CookieCsrfTokenRepository();
        cookie.setCookieName(settings.csrfCookieName());
        cookie.setCookiePath("/");
        cookie.setHeaderName("X-CSRF-TOKEN"); // as with sessions
        cookie.setCookieCustomizer(attributes ->
                attributes.httpOnly(true).secure(settings.secureCookie()).sameSite("Lax"));
        this.visitors = cookie;
    }

    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        CsrfToken names = kept().generateToken(request);
        return new DefaultCsrfToken(names.getHeaderName(), names.getParameterName(), Hashes.newSecret());
    }

    @Override
    public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
        kept().saveToken(token, request, response);
    }

    @Override
    public @Nullable CsrfToken loadToken(HttpServletRequest request) {
        return kept().loadToken(request);
    }

    private CsrfTokenRepository kept() {
        return trust.isAuthenticated(SecurityContextHolder.getContext().getAuthentication()) ? signedIn : visitors;
    }
}
