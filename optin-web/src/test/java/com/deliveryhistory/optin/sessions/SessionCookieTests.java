package com.deliveryhistory.optin.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.session.web.http.CookieSerializer.CookieValue;

/** The cookie as it is unless settings say otherwise. */
class SessionCookieTests {

    @Test
    void the_cookie_belongs_to_this_host_alone_and_to_tls() {
        MockHttpServletResponse response = new MockHttpServletResponse();

        new SessionConfiguration()
                .sessionCookie(settings(Map.of()))
                .writeCookieValue(new CookieValue(new MockHttpServletRequest(), response, "id"));

        assertThat(response.getHeader("Set-Cookie"))
                .startsWith("__Host-OPTIN_SESSION=")
                .contains("; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/")
                .doesNotContain("Domain");
    }

    @Test
    void the_cookie_for_visitors_forms_too() {
        MockHttpServletResponse response = new MockHttpServletResponse();
        MockHttpServletRequest request = new MockHttpServletRequest();
        CsrfTokens tokens = new CsrfTokens(settings(Map.of()));

        tokens.saveToken(tokens.generateToken(request), request, response);

        assertThat(response.getCookie("__Host-OPTIN_SESSION_CSRF")).isNotNull().satisfies(cookie -> {
            assertThat(cookie.getSecure()).isTrue();
            assertThat(cookie.isHttpOnly()).isTrue();
            assertThat(cookie.getAttribute("SameSite")).isEqualTo("Lax");
            assertThat(cookie.getPath()).isEqualTo("/");
            assertThat(cookie.getDomain()).isNull();
        });
    }

    @Test
    void a_cookie_that_browsers_would_not_take_is_refused_at_start() {
        assertThatThrownBy(() -> settings(Map.of("sessions.secure-cookie", "false")))
                .hasStackTraceContaining("sessions.cookie-name");
    }

    private static SessionSettings settings(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("sessions", SessionSettings.class);
    }
}
