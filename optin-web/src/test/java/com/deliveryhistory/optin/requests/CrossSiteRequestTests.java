package com.deliveryhistory.optin.requests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class CrossSiteRequestTests {

    @Test
    void what_the_browser_says_another_site_began_is_one() {
        assertThat(CrossSiteRequest.is(from("cross-site"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "same-site", "none", ""})
    void what_our_own_pages_or_a_person_began_is_none(String site) {
        assertThat(CrossSiteRequest.is(from(site))).isFalse();
    }

    @Test
    void a_browser_that_does_not_say_is_not_held_up() {
        assertThat(CrossSiteRequest.is(new MockHttpServletRequest())).isFalse();
    }

    private static MockHttpServletRequest from(String site) {
        var request = new MockHttpServletRequest();
        request.addHeader("Sec-Fetch-Site", site);
        return request;
    }
}
