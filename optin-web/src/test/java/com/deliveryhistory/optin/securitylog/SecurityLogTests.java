package com.deliveryhistory.optin.securitylog;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.securitylog.SecurityLog.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Names come from people whom nobody knows yet. */
@ExtendWith(OutputCaptureExtension.class)
class SecurityLogTests {

    private final SecurityLog log = new SecurityLog();

    @Test
    void an_event_is_one_line_of_names_and_values(CapturedOutput output) {
        log.record(Kind.SIGN_IN_REFUSED, "jane", "address", "192.0.2.1");

        assertThat(output.getAll()).contains("event=\"SIGN_IN_REFUSED\" person=\"jane\" address=\"192.0.2.1\"");
    }

    @Test
    void a_name_cannot_forge_a_line_or_another_value(CapturedOutput output) {
        log.record(Kind.SIGN_IN_REFUSED, "a\r\nevent=\"SIGN_IN_OK\" \u001b[31m\u202e\u2028");

        assertThat(output.getAll())
                .contains("person=\"a__event=_SIGN_IN_OK_ _[31m__\"")
                .doesNotContain("event=\"SIGN_IN_OK\"");
    }

    @Test
    void a_long_name_is_cut() {
        assertThat(SecurityLog.clean("x".repeat(5_000))).isEqualTo("x".repeat(100) + "…");
    }
}
