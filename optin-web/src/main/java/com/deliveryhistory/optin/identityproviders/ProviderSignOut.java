package com.deliveryhistory.optin.identityproviders;

import com.deliveryhistory.optin.identityproviders.IdentityProviderSettings.CompanyProvider;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Leads whoever signed in by an identity provider on to sign out there (OpenID Connect RP-Initiated Logout 1.0, section 2),
 * after the session here has ended: that needs nothing of the provider, which is not asked anything.
 *
 * <p>The request says {@code client_id} and {@code logout_hint}, not {@code id_token_hint}: an ID token would have to be kept
 * in every session and would stand in an address, where no token belongs. The price is that the provider asks the person
 * whether to sign out there, as it has to without an ID token. For the same reason this is not Spring Security's
 * {@code OidcClientInitiatedLogoutSuccessHandler}, which sends the ID token of a principal that is the provider's user.
 */
@Component
public class ProviderSignOut implements LogoutHandler, LogoutSuccessHandler {

    /** Where the page is that leads on; only a forward leads there. */
    public static final String PAGE = "/sign-out/at-provider";

    static final String ADDRESS = "com.deliveryhistory.optin.end-session-address";

    private final IdentityProviderSettings settings;

    ProviderSignOut(IdentityProviderSettings settings) {
        this.settings = settings;
    }

    /** Before the session ends. */
    @Override
    public void logout(HttpServletRequest request, HttpServletResponse response, @Nullable Authentication person) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            request.setAttribute(ProviderSession.ATTRIBUTE, session.getAttribute(ProviderSession.ATTRIBUTE));
        }
    }

    @Override
    public void onLogoutSuccess(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication person)
            throws IOException, ServletException {
        if (!(request.getAttribute(ProviderSession.ATTRIBUTE) instanceof ProviderSession there)) {
            response.sendRedirect(request.getContextPath() + "/sign-in?signed-out");
            return;
        }
        CompanyProvider provider = settings.of().get(there.company());
        if (provider == null || there.endSession() == null) {
            response.sendRedirect(request.getContextPath() + "/sign-in?signed-out-here");
            return;
        }
        request.setAttribute(ADDRESS, address(there.endSession(), provider, there.hint(), request));
        request.getRequestDispatcher(PAGE).forward(request, response);
    }

    private static URI address(
            String endSession, CompanyProvider provider, @Nullable String hint, HttpServletRequest request) {
        UriComponentsBuilder address = UriComponentsBuilder.fromUriString(endSession)
                .queryParam("client_id", "{client}")
                .queryParam("post_logout_redirect_uri", "{back}")
                .queryParam("state", "signed-out");
        if (hint != null) {
            address.queryParam("logout_hint", "{hint}");
        }
        String back = ServletUriComponentsBuilder.fromContextPath(request)
                .path("/sign-in")
                .toUriString();
        return address.encode()
                .buildAndExpand(Map.of("client", provider.clientId(), "back", back, "hint", hint == null ? "" : hint))
                .toUri();
    }
}
