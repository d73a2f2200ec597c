package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.Browser.Page;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestPropertySource;

/** What a program does in somebody's name has an end. */
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(
        properties = {
            "usage.pages-per-minute=5",
            "usage.files-per-hour=5",
            "usage.mails-per-hour=5",
            "security-events.per-second=1",
            "security-events.burst=5"
        })
class UsageLimitsTests extends WebTest {

    private static final int MOST = 5;

    @Test
    void who_asks_for_too_much_waits_and_nobody_else_does(CapturedOutput output) {
        Browser browser = signedIn(admin);
        Browser other = signedIn(user);

        for (Map.Entry<String, String> each :
                Map.of("/", "/packages/1Z", "/deliveries.csv", "/activity.csv").entrySet()) {
            Page last = browser.get(each.getKey());
            for (int i = 0; i < MOST && last.status() != 429; i++) {
                last = browser.get(each.getValue());
            }

            assertThat(last.status()).as(each.getKey()).isEqualTo(429);
            assertThat(Integer.parseInt(last.header("Retry-After"))).isPositive();
            assertThat(last.has("#error-429")).isTrue();
            assertThat(other.get(each.getKey()).status()).as(each.getKey()).isNotEqualTo(429);
        }
        assertThat(browser.get("/profile").status()).isEqualTo(200);
        assertThat(output.getAll())
                .contains("event=\"USAGE_THROTTLED\" person=\"" + admin
                        + "\" address=\"127.0.0.1\" method=\"GET\" path=\"/activity.csv\"");
    }

    @Test
    void pages_that_update_by_themselves_take_nothing_from_the_person_and_fill_no_log(CapturedOutput output) {
        Browser browser = signedIn(admin);
        for (int i = 0; i < 3 * MOST; i++) {
            browser.getOnly("/?seen=nothing", "HX-Request", "true");
        }

        assertThat(browser.getOnly("/?seen=nothing", "HX-Request", "true").status())
                .isEqualTo(429);
        assertThat(browser.get("/").status()).isEqualTo(200);
        assertThat(output.getAll().split("USAGE_THROTTLED\" person=\"" + admin, -1))
                .hasSize(2);
    }

    @Test
    void who_pushes_security_events_from_many_addresses_of_one_ipv6_network_waits_and_nobody_else_does() {
        int last = 0;
        for (int i = 0; i < 3 * MOST && last != 429; i++) {
            last = pushed("2001:db8:1:2::" + i);
        }

        assertThat(last).isEqualTo(429);
        assertThat(pushed("2001:db8:1:3::1")).isEqualTo(400);
    }

    private int pushed(String address) {
        return outside.securityEvents
                .push(port, "no token", "Content-Type", SecurityEventSender.MEDIA_TYPE, "X-Forwarded-For", address)
                .statusCode();
    }

    @Test
    void who_has_too_many_mails_sent_invites_nobody_more() {
        Browser browser = signedIn(admin);
        Page page = browser.get("/people");
        Page last = page;
        for (int i = 0; i <= MOST; i++) {
            page.find("#email").val("somebody-" + i + "@" + company + ".example");
            last = browser.submit(page, "#invite");
        }

        assertThat(last.status()).isEqualTo(429);
        assertThat(browser.get("/people").text())
                .contains("somebody-" + (MOST - 1) + "@")
                .doesNotContain("somebody-" + MOST + "@");
    }
}
