package com.deliveryhistory.optin.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What a browser remembers of the page that somebody wanted, and what is believed of it. */
class WantedPagesTests {

    private static final String NAME = "__Host-OPTIN_SESSION_WANTED";

    private final WantedPages pages = new WantedPages(
            new WantedCookie(
                    new SessionSettings(Duration.ofHours(1), Duration.ofHours(12), "__Host-OPTIN_SESSION", true)),
            request -> true);
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @Test
    void the_cookie_belongs_to_this_host_alone_and_to_tls_and_ends_soon() {
        pages.saveRequest(request("/", "text=1Z"), response);

        assertThat(response.getHeader("Set-Cookie"))
                .startsWith(NAME + "=")
                .contains("; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age=1800")
                .doesNotContain("Domain", "1Z");
    }

    @Test
    void no_session_is_begun_for_it() {
        MockHttpServletRequest request = request("/", "text=1Z");

        pages.saveRequest(request, response);

        assertThat(request.getSession(false)).isNull();
    }

    @Test
    void an_address_is_led_back_to_as_it_was_and_forgotten() {
        pages.saveRequest(request("/deliveries", "text=Sp%C3%A4t%26&from=2026-01-02&a[]=b"), response);
        MockHttpServletRequest next = request("/sign-in", null);
        next.setCookies(Objects.requireNonNull(response.getCookie(NAME)));
        MockHttpServletResponse last = new MockHttpServletResponse();

        assertThat(pages.take(next, last)).isEqualTo("/deliveries?text=Sp%C3%A4t%26&from=2026-01-02&a[]=b");

        assertThat(last.getHeader("Set-Cookie")).startsWith(NAME + "=;").contains("Max-Age=0");
    }

    @Test
    void who_wanted_nothing_gets_no_cookie() {
        assertThat(pages.take(request("/sign-in", null), response)).isEqualTo("/");

        assertThat(response.getHeader("Set-Cookie")).isNull();
    }

    @Test
    void an_address_that_is_too_long_is_not_remembered_and_neither_is_the_earlier_one() {
        MockHttpServletRequest request = request("/", "x=" + "x".repeat(1_100));
        request.setCookies(cookie("/company"));

        pages.saveRequest(request, response);

        assertThat(response.getHeader("Set-Cookie")).startsWith(NAME + "=;").contains("Max-Age=0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//elsewhere.test/",
                "///elsewhere.test/",
                "https://elsewhere.test/",
                "https:elsewhere.test",
                "/\\elsewhere.test/",
                "\\\\elsewhere.test/",
                "/\t/elsewhere.test/",
                "/a\r\nSet-Cookie: b=c",
                "/{company}",
                "elsewhere.test",
                "?x=y",
                ""
            })
    void what_is_no_address_of_here_leads_to_the_landing_page(String address) {
        MockHttpServletRequest request = request("/sign-in", null);
        request.setCookies(cookie(address));

        assertThat(pages.take(request, response)).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/company", "Ly9lbHNld2hlcmUudGVzdC8=Ly9l", "%%%"})
    void what_we_did_not_write_leads_to_the_landing_page(String value) {
        MockHttpServletRequest request = request("/sign-in", null);
        request.setCookies(new Cookie(NAME, value));

        assertThat(pages.take(request, response)).isEqualTo("/");
    }

    private static Cookie cookie(String address) {
        return new Cookie(
                NAME, Base64.getUrlEncoder().withoutPadding().encodeToString(address.getBytes(StandardCharsets.UTF_8)));
    }

    private static MockHttpServletRequest request(String path, @Nullable String query) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        request.setQueryString(query);
        return request;
    }
}
