package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpCookie;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What pages ask of the store. */
class PageCostTests extends WebTest {

    @Autowired
    StoreCalls store;

    @Test
    void a_visitors_pages_ask_nothing_and_leave_nothing_behind() {
        Browser browser = browser();
        store.takeAll();

        for (String path : new String[] {"/sign-in", "/sign-in", "/sso", "/password-forgotten", "/?text=shared"}) {
            assertThat(browser.get(path).status()).isEqualTo(200);
        }

        assertThat(store.takeAll()).isEmpty();
        assertThat(browser.cookies().getCookieStore().getCookies())
                .extracting(HttpCookie::getName)
                .containsExactlyInAnyOrder("OPTIN_SESSION_CSRF", "OPTIN_SESSION_WANTED");
    }

    @Test
    void the_opt_in_screen_reads_each_thing_once_and_writes_nothing() {
        Browser browser = signedIn(admin);
        browser.get("/");
        store.takeAll();

        browser.get("/");

        assertThat(store.takeAll())
                .containsExactly("find sessions", "find companies", "find grants", "find announcements");
    }
}
