package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.Browser.Page;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** What the sign-in page says to those who cannot sign in yet. */
@ExtendWith(OutputCaptureExtension.class)
class SignInTests extends WebTest {

    private static final String HERE = " address=\"127.0.0.1\"";

    @Test
    void a_refused_form_comes_again_with_the_name_and_without_the_password(CapturedOutput output) {
        Page page = browser().signIn(admin, "wrong-password");

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.find("#username").val()).isEqualTo(admin);
        assertThat(page.find("#username").attr("aria-describedby")).isEqualTo("sign-in-refused");
        assertThat(page.find("#password").val()).isEmpty();
        assertThat(output.getAll()).contains("event=\"SIGN_IN_REFUSED\" person=\"" + admin + "\"");
        assertThat(output.getAll()).doesNotContain("wrong-password");
    }

    @Test
    void after_many_failures_the_page_says_when_to_try_again_and_a_known_browser_goes_on(CapturedOutput output) {
        Browser known = signedIn(admin);
        known.submit(known.get("/"), "#sign-out");
        Browser stranger = browser();
        for (int i = 0; i < 5; i++) {
            assertThat(stranger.signIn(admin, "wrong-password").status()).isEqualTo(422);
        }

        Page page = stranger.signIn(admin, PASSWORD);

        assertThat(page.status()).isEqualTo(429);
        assertThat(page.find("#sign-in-throttled").text()).contains("seconds, then try again");
        assertThat(Integer.parseInt(page.header("Retry-After"))).isBetween(1, 10);
        assertThat(output.getAll()).contains("event=\"SIGN_IN_THROTTLED\" person=\"" + admin + "\"");
        assertThat(known.signIn(admin, PASSWORD).address().getPath()).isEqualTo("/");
        clock.advance(Duration.ofSeconds(11));
        assertThat(stranger.signIn(admin, PASSWORD).address().getPath()).isEqualTo("/");
    }

    @Test
    void a_password_whose_hash_is_outdated_is_hashed_anew_when_its_owner_signs_in() {
        var users = mongo.client().getDatabase(mongo.database()).getCollection("users");
        String outdated = new Argon2PasswordEncoder(16, 32, 1, 128, 1).encode(PASSWORD);
        users.updateOne(Filters.eq("_id", user), Updates.set("passwordHash", outdated));

        browser().signIn(user, "wrong-password");
        assertThat(users.find(Filters.eq("passwordHash", outdated))).hasSize(1);
        assertThat(browser().signIn(user, PASSWORD).address().getPath()).isEqualTo("/");

        assertThat(users.find(Filters.eq("passwordHash", outdated))).isEmpty();
        assertThat(browser().signIn(user, PASSWORD).address().getPath()).isEqualTo("/");
    }

    @Test
    void the_page_for_refused_forms_cannot_be_opened() {
        assertThat(browser().get("/sign-in/refused").address().getPath()).isEqualTo("/sign-in");
        assertThat(signedIn(user).get("/sign-in/refused").status()).isEqualTo(403);
    }

    @Test
    void a_refused_page_and_a_form_without_token_are_recorded(CapturedOutput output) {
        Browser browser = signedIn(user);
        browser.get("/company");
        browser.post("/sessions/end-all", "");

        assertThat(output.getAll())
                .contains(
                        "event=\"ACCESS_DENIED\" person=\"" + user + "\"" + HERE + " method=\"GET\" path=\"/company\"",
                        "event=\"CSRF_REFUSED\" person=\"" + user + "\"" + HERE
                                + " method=\"POST\" path=\"/sessions/end-all\"");
    }

    @Test
    void a_body_that_is_too_large_is_recorded(CapturedOutput output) {
        assertThat(signedIn(user).post("/sign-out", "a=" + "x".repeat(70_000)).status())
                .isEqualTo(413);
        signedIn(user).uploadTo("/tracking-numbers", "a.csv", new byte[1]);
        browser().post("/password-reset/secret-of-" + user, "a=" + "x".repeat(70_000));

        assertThat(output.getAll())
                .contains(
                        "event=\"BODY_REFUSED\" person=\"" + user + "\"" + HERE
                                + " method=\"POST\" path=\"/sign-out\" status=\"413\"",
                        "event=\"ACCESS_DENIED\" person=\"" + user + "\"" + HERE
                                + " method=\"POST\" path=\"/tracking-numbers\" status=\"403\"",
                        "event=\"BODY_REFUSED\" person=\"\"" + HERE
                                + " method=\"POST\" path=\"/password-reset/…\" status=\"413\"")
                .doesNotContain("secret-of-" + user, "xxxxx");
    }

    @Test
    void what_no_page_of_ours_sends_is_recorded_without_the_secret_of_a_link(CapturedOutput output) {
        assertThat(browser().getOnly("/invitation//secret-of-" + user).status()).isEqualTo(400);
        assertThat(browser().getOnly("/invitation;x/secret-of-" + user).status())
                .isEqualTo(400);
        assertThat(signedIn(admin).getOnly("/activity.csv?from=yesterday").status())
                .isEqualTo(400);

        assertThat(output.getAll())
                .contains(
                        "event=\"REQUEST_REFUSED\" person=\"\"" + HERE + " method=\"GET\" path=\"/invitation/…\"",
                        "event=\"REQUEST_REFUSED\" person=\"\"" + HERE + " method=\"GET\" path=\"/invitation…\"",
                        "event=\"REQUEST_REFUSED\" person=\"" + admin + "\"" + HERE
                                + " method=\"GET\" path=\"/activity.csv\"")
                .doesNotContain("secret-of-" + user);
    }

    @Test
    void too_many_requests_for_links_are_recorded(CapturedOutput output) {
        String network = "2001:db8:" + company.substring(1) + "::1";
        Browser browser = browser().from(network);
        for (int i = 0; i <= 20; i++) {
            Page page = browser.get("/password-forgotten");
            page.find("#name").val("nobody-" + company);
            browser.submit(page, "#forgotten");
        }

        assertThat(output.getAll().lines().filter(line -> line.contains("PASSWORD_LINK_THROTTLED")))
                .singleElement()
                .asString()
                .contains("person=\"nobody-" + company + "\" address=\"2001:");
    }

    @Test
    void requests_for_links_from_many_addresses_of_one_ipv6_network_count_together() {
        for (int i = 0; i <= 20; i++) {
            Browser browser = browser().from("2001:db8:" + company.substring(1) + ":f::" + i);
            Page page = browser.get("/password-forgotten");
            page.find("#name").val("nobody-" + company);

            assertThat(browser.submit(page, "#forgotten").status()).isEqualTo(i < 20 ? 200 : 429);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/password-reset/", "/invitation/"})
    void the_secret_of_a_link_is_not_recorded_with_a_form_without_token(String link, CapturedOutput output) {
        String secret = "secret-of-" + user;

        browser().post(link + secret, "");

        assertThat(output.getAll())
                .contains("event=\"CSRF_REFUSED\" person=\"\"" + HERE + " method=\"POST\" path=\"" + link + "…\"")
                .doesNotContain(secret);
    }
}
