package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.StandIn.Answer;
import java.net.HttpCookie;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** What a browser keeps of a session, and what is left of one that has ended. */
class SessionSafetyTests extends WebTest {

    @Test
    void the_cookies_are_out_of_reach_of_scripts_and_of_other_sites_forms() {
        Browser browser = browser();
        Page signIn = browser.getOnly("/sign-in");
        assertThat(signIn.header("Set-Cookie"))
                .startsWith("OPTIN_SESSION_CSRF=")
                .contains("HttpOnly", "SameSite=Lax", "Path=/");

        assertThat(browser.getOnly("/?text=shared").header("Set-Cookie"))
                .startsWith("OPTIN_SESSION_WANTED=")
                .contains("HttpOnly", "SameSite=Lax", "Path=/");
        assertThat(browser.getOnly("/sso/c149").header("Set-Cookie"))
                .startsWith("OPTIN_SESSION=")
                .contains("HttpOnly", "SameSite=Lax", "Path=/");
        HttpCookie before = browser.sessionCookie();
        browser.signIn(admin, PASSWORD);
        HttpCookie after = browser.sessionCookie();
        assertThat(after.getValue()).isNotEqualTo(before.getValue());
    }

    @Test
    void a_form_for_signing_in_counts_for_the_browser_that_it_was_made_for_alone() {
        Page others = browser().get("/sign-in");
        others.find("#username").val(admin);
        others.find("#password").val(PASSWORD);
        Browser browser = browser();
        browser.get("/sign-in");

        assertThat(browser.submit(others, "#sign-in").address())
                .hasToString("http://localhost:" + port + "/sign-in?ended");
        assertThat(browser.get("/").address().getPath()).isEqualTo("/sign-in");
    }

    @Test
    void a_form_of_before_the_sign_in_does_nothing_after_it() {
        Browser browser = browser();
        String before = browser.get("/sign-in").find("input[name=_csrf]").val();
        HttpCookie planted = browser.cookies().getCookieStore().getCookies().getFirst();
        browser.signIn(admin, PASSWORD);
        browser.cookies().getCookieStore().add(URI.create("http://localhost:" + port + "/"), planted);

        assertThat(browser.post("/sessions/end-all", "_csrf=" + Browser.encode(before))
                        .status())
                .isEqualTo(403);
        assertThat(browser.get("/profile").status()).isEqualTo(200);
    }

    @Test
    void who_signs_out_over_tls_leaves_nothing_stored_in_the_browser_and_stays_known_to_it() {
        Browser browser = signedIn(user);
        String form = "_csrf="
                + Browser.encode(
                        browser.get("/sessions").find("input[name=_csrf]").val());
        Page out = browser.postOnly("/sign-out", form, "X-Forwarded-Proto", "https");

        assertThat(out.status()).isEqualTo(302);
        assertThat(out.header("Clear-Site-Data")).isEqualTo("\"storage\"");
        assertThat(browser.cookies().getCookieStore().getCookies())
                .extracting(HttpCookie::getName)
                .contains("OPTIN_DEVICE");
    }

    @Test
    void who_signs_out_everywhere_over_tls_leaves_nothing_stored_either() {
        Browser browser = signedIn(user);
        String form = "_csrf="
                + Browser.encode(
                        browser.get("/sessions").find("input[name=_csrf]").val());

        Page refused = browser.postOnly("/sessions/end-all", form + "&current=wrong", "X-Forwarded-Proto", "https");
        Page out = browser.postOnly("/sessions/end-all", form + "&current=" + PASSWORD, "X-Forwarded-Proto", "https");

        assertThat(refused.header("Clear-Site-Data")).isEmpty();
        assertThat(out.status()).isEqualTo(302);
        assertThat(out.header("Clear-Site-Data")).isEqualTo("\"storage\"");
    }

    @Test
    void the_token_of_forms_has_256_random_bits_before_and_after_the_sign_in() {
        Browser browser = browser();
        browser.get("/sign-in");
        String visitors =
                browser.cookies().getCookieStore().getCookies().getFirst().getValue();

        Page landing = browser.signIn(admin, PASSWORD);

        assertThat(Base64.getUrlDecoder().decode(visitors)).hasSize(32);
        String masked = landing.find("input[name=_csrf]").val(); // with as many random bytes, against BREACH
        assertThat(Base64.getUrlDecoder().decode(masked)).hasSize(2 * visitors.length());
    }

    @Test
    void signing_out_ends_the_session_even_if_a_page_asks_at_the_same_time() {
        tokenManagerSays(GrantState.ACTIVE, null);
        Browser browser = signedIn(admin);
        await().until(() -> browser.get("/").has("#delivery-history"));
        HttpCookie session = browser.sessionCookie();
        Page landing = browser.get("/");
        Queue<Page> out = new ConcurrentLinkedQueue<>();
        AtomicBoolean asked = new AtomicBoolean();
        outside.historyWorker.answer("/v1/companies/" + company + "/packages", request -> {
            if (asked.compareAndSet(false, true)) {
                out.add(browser.submit(landing, "#sign-out"));
            }
            return Answer.ok("{\"packages\":[]}");
        });
        collection("sessions") // so that the page has something to write: when the session was used last
                .updateMany(
                        new Document("owner", admin),
                        new Document(
                                "$set",
                                new Document(
                                        "lastAccessedAt",
                                        Date.from(Instant.now().minusSeconds(120)))));

        browser.get("/");

        await().untilAsserted(() -> assertThat(out)
                .singleElement()
                .satisfies(page -> assertThat(page.text()).contains("You have signed out")));
        Page late = browser().get("/", "Cookie", session.getName() + "=" + session.getValue());
        assertThat(late.address().getPath()).isEqualTo("/sign-in");
    }

    @Test
    void a_live_part_of_a_page_whose_session_ended_has_the_page_loaded_anew() {
        Browser browser = signedIn(admin);
        String question = browser.get("/").find("#live").attr("hx-get");
        clock.advance(Duration.ofHours(13));

        Page page = browser.get(question, "HX-Request", "true");

        assertThat(page.header("HX-Refresh")).isEqualTo("true");
        assertThat(page.body()).isEmpty();
    }
}
