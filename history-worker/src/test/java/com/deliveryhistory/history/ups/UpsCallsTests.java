package com.deliveryhistory.history.ups;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.ResponseEntity;

class UpsCallsTests {

    private final UpsCalls calls = new UpsCalls(new SimpleMeterRegistry());

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404})
    void a_page_of_what_stands_before_ups_is_an_outage_and_no_refusal(int status) {
        assertThat(answer(status, "<HTML><TITLE>Access Denied</TITLE>Reference #18.2f</HTML>"))
                .isEqualTo(new UpsAnswer.TryLater(null, "UPS answered HTTP " + status, Strain.DOWN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"response\":{\"errors\":[]}}", "{\"fault\":{}}", ""})
    void a_refusal_in_any_json_or_without_a_word_is_one(String body) {
        assertThat(answer(403, body)).isEqualTo(new UpsAnswer.Refused(403, "", ""));
    }

    @Test
    void a_refusal_has_the_code_and_words_of_ups() {
        assertThat(answer(403, "{\"response\":{\"errors\":[{\"code\":\"10403\",\"message\":\"Blocked Merchant\"}]}}"))
                .isEqualTo(new UpsAnswer.Refused(403, "10403", "Blocked Merchant"));
    }

    private UpsAnswer answer(int status, String body) {
        return calls.make("tracking", () -> ResponseEntity.status(status).body(body.getBytes(UTF_8)));
    }
}
