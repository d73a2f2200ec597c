package com.deliveryhistory.optin.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTests {

    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** RFC 4226, appendix D. */
    @ParameterizedTest
    @CsvSource({
        "0,755224",
        "1,287082",
        "2,359152",
        "3,969429",
        "4,338314",
        "5,254676",
        "6,287922",
        "7,162583",
        "8,399871",
        "9,520489"
    })
    void codes_are_those_of_RFC_4226(long step, String code) {
        assertThat(Totp.code(SECRET, step)).isEqualTo(code);
    }

    /** RFC 6238, appendix B, the last six of eight digits. */
    @ParameterizedTest
    @CsvSource({"59,287082", "1111111109,081804", "1111111111,050471", "1234567890,005924", "2000000000,279037"})
    void codes_are_valid_at_the_times_of_RFC_6238(long second, String code) {
        assertThat(Totp.stepOf(code, SECRET, Instant.ofEpochSecond(second))).hasValue(second / 30);
    }

    @Test
    void a_clock_may_be_wrong_by_one_step_and_no_more() {
        String code = Totp.code(SECRET, 100);

        assertThat(Totp.stepOf(code, SECRET, Instant.ofEpochSecond(99 * 30))).hasValue(100);
        assertThat(Totp.stepOf(code, SECRET, Instant.ofEpochSecond(101 * 30 + 29)))
                .hasValue(100);
        assertThat(Totp.stepOf(code, SECRET, Instant.ofEpochSecond(102 * 30))).isEmpty();
        assertThat(Totp.stepOf(code, SECRET, Instant.ofEpochSecond(98 * 30 + 29)))
                .isEmpty();
    }
}
