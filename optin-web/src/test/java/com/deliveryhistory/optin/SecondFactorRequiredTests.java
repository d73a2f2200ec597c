package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.secondfactor.TotpCodes;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Where administrators have to have a second factor. */
@TestPropertySource(properties = "second-factor.required-for=admins")
class SecondFactorRequiredTests extends WebTest {

    @Test
    void an_administrator_without_one_can_do_nothing_but_set_it_up() {
        Browser browser = browser();

        Page led = browser.signIn(admin, PASSWORD);

        assertThat(led.address().getPath()).isEqualTo("/second-factor/set-up");
        assertThat(led.has("#required")).isTrue();
        assertThat(led.has("header nav")).isFalse();
        assertThat(led.has("#sign-out")).isTrue();
        for (String closed : List.of("/", "/company", "/people", "/profile", "/sessions", "/tracking-numbers")) {
            assertThat(browser.get(closed).address().getPath()).as(closed).isEqualTo("/second-factor/set-up");
        }
        led.find("#current").val(PASSWORD);
        led.find("#code").val(TotpCodes.at(led.find("#secret").text().replace(" ", ""), clock.instant()));
        assertThat(browser.submit(led, "#confirm").has("#recovery-codes")).isTrue();
        assertThat(browser.get("/company").has("header nav")).isTrue();
    }

    @Test
    void a_user_needs_none_until_made_an_administrator() {
        assertThat(browser().signIn(user, PASSWORD).address().getPath()).isEqualTo("/");

        mongo.client()
                .getDatabase(mongo.database())
                .getCollection("companies")
                .updateOne(
                        Filters.eq("_id", company),
                        Updates.combine(Updates.pull("users", user), Updates.addToSet("admins", user)));

        assertThat(browser().signIn(user, PASSWORD).address().getPath()).isEqualTo("/second-factor/set-up");
    }
}
