package com.deliveryhistory.services.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainWordsTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Invalid Refresh Token",
                "Invalid Redirect URL",
                "Invalid/Missing Authorization Header",
                "ClientId is Invalid",
                "Invalid Authentication Information.",
                "Too Many Requests"
            })
    void a_message_in_words_is_quoted(String message) {
        assertThat(PlainWords.in(" " + message + " ")).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Invalid code UWj4WXQx",
                "Invalid token kQZbTqLpYvXwReNm",
                "Invalid token eyJhbGciOiJIUzI.eyJzdWIiOiJ.SflKxwRJSM",
                "Unknown user admin@acme.example",
                "See https://example.test",
                "Two\nlines",
                "<html>Sorry</html>",
                "a a a a a a a a a a a a a"
            })
    void whatever_might_be_more_than_words_is_not_quoted_at_all(String message) {
        assertThat(PlainWords.in(message)).isEmpty();
    }

    @Test
    void no_text_has_no_words() {
        assertThat(PlainWords.in(null)).isEmpty();
    }
}
