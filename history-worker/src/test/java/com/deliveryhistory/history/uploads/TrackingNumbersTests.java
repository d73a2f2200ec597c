package com.deliveryhistory.history.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.history.uploads.TrackingNumbers.Checked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingNumbersTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1Z5R89390357567127",
                "1Z999AA10123456784",
                "1ZCIETST0111111114",
                "1ZCIETST0422222228",
                "1R12345678901234",
                "123456789",
                "92419900000033499522966220"
            })
    void numbers_as_ups_gives_them_out_are_good(String number) {
        assertThat(TrackingNumbers.check(number)).isEqualTo(new Checked.Good(number));
    }

    @Test
    void groups_and_small_letters_are_written_as_ups_writes_them() {
        assertThat(TrackingNumbers.check(" 1z 999 aa1 01-2345-6784 "))
                .isEqualTo(new Checked.Good("1Z999AA10123456784"));
    }

    @Test
    void blanks_and_dashes_as_pages_and_programs_have_them_are_no_part_of_a_number() {
        assertThat(TrackingNumbers.check("\u200b1Z\u00a0999\u202fAA1\u201101\u20132345\u20116784\ufeff"))
                .isEqualTo(new Checked.Good("1Z999AA10123456784"));
    }

    @Test
    void any_digit_that_is_mistyped_is_noticed() {
        String good = "1Z5R89390357567127";
        for (int place = 2; place < good.length(); place++) {
            if (Character.isDigit(good.charAt(place))) {
                char other = good.charAt(place) == '9' ? '0' : (char) (good.charAt(place) + 1);
                String mistyped = good.substring(0, place) + other + good.substring(place + 1);
                assertThat(TrackingNumbers.check(mistyped)).isInstanceOf(Checked.Bad.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " - ",
                "123456",
                "1Z5R8939035756712",
                "1Z5R893903575671270",
                "1Z5R8939035756712A",
                "1R123456789012345",
                "1Z5R8939035756_127",
                "=1+2+3+4+5",
                "１２３４５６７８９"
            })
    void anything_else_is_none(String text) {
        assertThat(TrackingNumbers.check(text)).isInstanceOf(Checked.Bad.class);
    }
}
