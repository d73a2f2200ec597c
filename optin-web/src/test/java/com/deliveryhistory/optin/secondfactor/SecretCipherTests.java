package com.deliveryhistory.optin.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.deliveryhistory.services.settings.UnfitSetting;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

class SecretCipherTests {

    private final OctetSequenceKey old = key(256);
    private final OctetSequenceKey current = key(256);

    @Test
    void what_was_encrypted_with_an_earlier_key_can_still_be_opened() {
        String encrypted = SecretCipher.with(file(old)).encrypt("ann", "secret");

        assertThat(SecretCipher.with(file(current, old)).decrypt("ann", encrypted))
                .isEqualTo("secret");
        assertThat(encrypted).doesNotContain("secret");
    }

    @Test
    void a_secret_that_was_moved_to_another_account_is_refused() {
        SecretCipher cipher = SecretCipher.with(file(current));
        String encrypted = cipher.encrypt("ann", "secret");

        assertThatThrownBy(() -> cipher.decrypt("ben", encrypted)).hasMessageContaining("another one's");
    }

    @Test
    void a_missing_key_is_named() {
        String encrypted = SecretCipher.with(file(old)).encrypt("ann", "secret");

        assertThatThrownBy(() -> SecretCipher.with(file(current)).decrypt("ann", encrypted))
                .hasMessageContaining(old.getKeyID())
                .hasMessageContaining("second-factor.keys");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "no json", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"c2hvcnQ\"}]}"
            })
    void a_file_that_is_of_no_use_is_refused_without_telling_what_is_in_it(String content) {
        assertThatThrownBy(() -> SecretCipher.with(file(content)))
                .isInstanceOf(UnfitSetting.class)
                .hasMessageStartingWith("second-factor.keys")
                .hasMessageNotContaining("c2hvcnQ");
    }

    private static Resource file(OctetSequenceKey... keys) {
        return file(new JWKSet(List.<JWK>of(keys)).toString(false));
    }

    private static Resource file(String content) {
        return new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8));
    }

    private static OctetSequenceKey key(int bits) {
        try {
            return new OctetSequenceKeyGenerator(bits).keyIDFromThumbprint(true).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
