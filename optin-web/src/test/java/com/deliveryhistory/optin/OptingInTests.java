package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.testing.TopicRecord;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class OptingInTests extends WebTest {

    @Test
    void an_admin_opts_in_as_the_guide_says() {
        Browser browser = browser();

        Page landing = browser.signIn(admin, PASSWORD);
        assertThat(landing.find("#opt-in-screen").attr("data-grant-state")).isEqualTo("NONE");
        assertThat(landing.text()).contains("Warning:", "changing the password", "Account Executive");

        Page manager = browser.click(landing, "#opt-in-screen a:contains(Opt-In)");
        assertThat(manager.find("h1").text()).isEqualTo("Company manager");
        URI ups = toUps(browser);
        Map<String, String> asked = StandIn.parameters(ups.getRawQuery());
        assertThat(ups.toString()).startsWith(outside.ups.address() + "/security/v1/oauth/authorize?");
        assertThat(asked)
                .containsEntry("client_id", "sbx-client-idh")
                .containsEntry("response_type", "code")
                .containsEntry("redirect_uri", "http://localhost:" + port + "/login/oauth2/code/" + IDH)
                .containsKeys("state", "code_challenge")
                .doesNotContainKey("code_challenge_method");

        Page back = back(browser, state(ups));
        assertThat(back.status()).isEqualTo(200);
        assertThat(back.address().getPath()).isEqualTo("/company");
        assertThat(back.text()).contains("Opted in at UPS.com. Activating");

        TopicRecord record = optInEvents().getFirst();
        OptInGranted granted = granted(record);
        tokenManagerSays(GrantState.ACTIVE, null, granted.authorizedAt());
        await().untilAsserted(() -> assertThat(browser.get("/company?opted-in=" + IDH)
                        .find("#opted-in")
                        .text())
                .contains("is active for everyone in your company"));
        assertThat(browser.get("/").has("#opt-in-screen")).isFalse();
        assertThat(signedIn(user).get("/").has("#opt-in-screen")).isFalse();
    }

    @Test
    void the_tokens_travel_sealed_and_bound_to_their_event() {
        Browser browser = signedIn(admin);
        back(browser, state(toUps(browser)));

        TopicRecord record = optInEvents().getFirst();
        OptInGranted granted = granted(record);
        TokenPair opened = outside.opener()
                .open(granted.sealedTokens(), String.valueOf(record.headers().get("ce_id")), granted.grantId());
        assertThat(opened.accessToken()).startsWith("sbx-at-");
        assertThat(opened.refreshToken()).startsWith("sbx-rt-");
        assertThat(record.value()).doesNotContain("sbx-at-", "sbx-rt-");
        assertThat(granted.authorizedBy()).isEqualTo(admin);
        assertThat(granted.refreshTokenExpiresAt())
                .isEqualTo(granted.authorizedAt().plusSeconds(5183999));
    }

    @Test
    void a_life_of_nothing_is_as_good_as_none_for_a_refresh_token_that_ups_has_just_given() {
        outside.ups.answer(
                Outside.TOKEN,
                request -> StandIn.Answer.ok(outside.tokenAnswer().replace("5183999", "0")));
        Browser browser = signedIn(admin);

        back(browser, state(toUps(browser)));

        OptInGranted granted = granted(optInEvents().getFirst());
        assertThat(granted.refreshTokenExpiresAt())
                .isEqualTo(granted.authorizedAt().plus(Duration.ofDays(7)));
    }

    @Test
    void the_code_is_exchanged_with_the_verifier_and_without_a_secret() {
        Browser browser = signedIn(admin);
        back(browser, state(toUps(browser)));

        StandIn.Request exchange = outside.ups.requests(Outside.TOKEN).getLast();
        assertThat(exchange.form())
                .containsEntry("grant_type", "authorization_code")
                .containsEntry("code", "code-1")
                .containsEntry("client_id", "sbx-client-idh")
                .containsKeys("code_verifier", "redirect_uri");
        assertThat(exchange.headers()).doesNotContainKey("Authorization");
    }

    private static OptInGranted granted(TopicRecord record) {
        RecordHeaders headers = new RecordHeaders();
        record.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return (OptInGranted) EventCodec.OPT_IN
                .decode(headers, String.valueOf(record.value()).getBytes(StandardCharsets.UTF_8))
                .event();
    }
}
