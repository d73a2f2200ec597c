package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.optin.Browser.Page;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTests extends WebTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            de-AT,de;q=0.9,en;q=0.5 | de | Passwort
            es-MX                   | es | Contraseña
            fr-FR,de;q=0.5,en;q=0.8 | en | Password
            fr                      | en | Password
            no language at all      | en | Password
            """)
    void a_page_is_in_the_first_language_of_the_browsers_that_there_is(String accepted, String language, String word) {
        Page page = browser().get("/sign-in", "Accept-Language", accepted);

        assertThat(page.find("html").attr("lang")).isEqualTo(language);
        assertThat(page.header("Content-Language")).isEqualTo(language);
        assertThat(page.find("label[for=password]").text()).isEqualTo(word);
    }

    @Test
    void an_error_page_is_in_the_language_too() {
        Page page = signedIn(user).get("/nothing/here", "Accept-Language", "es");

        assertThat(page.status()).isEqualTo(404);
        assertThat(page.find("html").attr("lang")).isEqualTo("es");
        assertThat(page.find("h1").text()).isEqualTo("Esta página no existe");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | 7 Mar 2026, 09:05 UTC
            de | 7. März 2026, 09:05 UTC
            es | 7 mar 2026, 09:05 UTC
            """)
    void times_read_as_people_of_the_language_write_them_and_say_their_zone(String language, String time) {
        tokenManagerSays(GrantState.ACTIVE, null, Instant.parse("2026-03-07T09:05:30Z"));
        Browser browser = signedIn(admin);
        await().until(() -> browser.get("/company").has("[data-grant-state=ACTIVE]"));

        Page page = browser.get("/company", "Accept-Language", language);

        assertThat(page.find("[data-grant-state=ACTIVE] time").text()).isEqualTo(time);
    }
}
