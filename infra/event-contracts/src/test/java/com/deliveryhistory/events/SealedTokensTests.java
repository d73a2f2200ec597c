package com.deliveryhistory.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedTokensTests {

    @ParameterizedTest
    @ValueSource(strings = {"a.b.c.d.e", "aZ09-_.b.c.d.e", "a..c.d.e", "a.b..d.e", "a...d.e"})
    void five_parts_in_base64url_are_a_jwe_whose_key_and_vector_may_be_empty(String jwe) {
        assertThat(new SealedTokens(jwe).jwe()).isEqualTo(jwe);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a.b.c.d",
                "a.b.c.d.",
                "a.b.c.d.e.",
                "a.b.c.d.e.f",
                ".b.c.d.e",
                "a.b.c..e",
                "a.b.c.d.e=",
                "a.b.c.d.e+",
                "a.b.c.d.é",
                "a.b.c.d.e\n",
                "a b.b.c.d.e"
            })
    void nothing_else_is_and_what_was_tried_is_not_told(String jwe) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SealedTokens(jwe))
                .withMessage("sealedTokens is not five parts in base64url");
    }
}
