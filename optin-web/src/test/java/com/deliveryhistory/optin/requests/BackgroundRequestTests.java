package com.deliveryhistory.optin.requests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class BackgroundRequestTests {

    @Test
    void a_page_names_what_it_shows_and_asks_by_htmx() {
        assertThat(BackgroundRequest.is(request("from=2026-01-01&seen=x", true)))
                .isTrue();
        assertThat(BackgroundRequest.is(request("seen=x", true))).isTrue();
        assertThat(BackgroundRequest.is(request("seen=x", false))).isFalse();
        assertThat(BackgroundRequest.is(request("text=seen&unseen=x", true))).isFalse();
        assertThat(BackgroundRequest.is(request(null, true))).isFalse();
    }

    private static HttpServletRequest request(@Nullable String query, boolean byHtmx) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/") {
            @Override
            public String getParameter(String name) {
                throw new AssertionError("This reads the body, whoever sent it");
            }
        };
        request.setQueryString(query);
        if (byHtmx) {
            request.addHeader("HX-Request", "true");
        }
        return request;
    }
}
