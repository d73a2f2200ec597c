package com.deliveryhistory.optin.securitylog;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.securitylog.SecurityLog.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Names come from people whom nobody knows yet. */
@ExtendWith(OutputCaptureExtension.class)
class SecurityLogTests {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final SecurityLog log = new SecurityLog(metrics);

    @Test
    void an_event_is_one_line_of_names_and_values(CapturedOutput output) {
        log.record(Kind.SIGN_IN_REFUSED, "jane", "address", "192.0.2.1");

        assertThat(output.getAll()).contains("event=\"SIGN_IN_REFUSED\" person=\"jane\" address=\"192.0.2.1\"");
    }

    @Test
    void records_are_counted_by_what_happened() {
        log.record(Kind.SIGN_IN_REFUSED, "jane", "address", "192.0.2.1");
        log.record(Kind.SIGN_IN_REFUSED, "john", "address", "192.0.2.1");

        assertThat(metrics.get("security.log")
                        .tag("event", "sign_in_refused")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(metrics.get("security.log")
                        .tag("event", "sign_in_throttled")
                        .counter()
                        .count())
                .isZero();
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
