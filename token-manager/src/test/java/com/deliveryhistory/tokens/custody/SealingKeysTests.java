package com.deliveryhistory.tokens.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.sealing.TokenOpener;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.events.sealing.TokenSealer;
import com.deliveryhistory.events.sealing.UnknownSealingKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingKeysTests {

    private static final GrantId GRANT = GrantId.parse("acme/odcs");
    private static final TokenPair TOKENS = new TokenPair("at", "rt");

    @TempDir
    Path folder;

    @Test
    void a_key_is_made_on_first_start_and_kept() throws Exception {
        SealingKeys first = SealingKeys.from(new SealingSettings(file(), true));
        SealingKeys second = SealingKeys.from(new SealingSettings(file(), false));

        assertThat(second.publicKeys()).isEqualTo(first.publicKeys()).doesNotContain("\"d\"");
        OctetKeyPair key = JWKSet.parse(first.publicKeys()).getKeys().getFirst().toOctetKeyPair();
        assertThat(second.opener().open(new TokenSealer(key).seal(TOKENS, "event", GRANT), "event", GRANT))
                .isEqualTo(TOKENS);
    }

    @Test
    void the_first_key_of_the_file_is_the_first_to_be_told_and_the_old_one_still_opens() throws Exception {
        OctetKeyPair old = new OctetKeyPairGenerator(Curve.X25519).keyID("old").generate();
        OctetKeyPair current =
                new OctetKeyPairGenerator(Curve.X25519).keyID("current").generate();
        Files.writeString(file(), new JWKSet(List.of(current, old)).toString(false));

        SealingKeys keys = SealingKeys.from(new SealingSettings(file(), false));

        assertThat(JWKSet.parse(keys.publicKeys()).getKeys())
                .extracting(key -> key.getKeyID())
                .containsExactly("current", "old");
        assertThat(keys.opener().open(new TokenSealer(old).seal(TOKENS, "event", GRANT), "event", GRANT))
                .isEqualTo(TOKENS);
    }

    @Test
    void a_missing_or_useless_file_is_named_with_its_setting() throws Exception {
        assertRefused("does not exist");
        Files.writeString(file(), "no keys");
        assertRefused("is not a JWK set");
        Files.writeString(
                file(),
                new JWKSet(new OctetKeyPairGenerator(Curve.X25519)
                                .keyID("public")
                                .generate())
                        .toString(true));
        assertRefused("private X25519 keys");
    }

    @Test
    void a_changed_file_is_taken_into_use_and_a_wrong_one_is_not() throws Exception {
        OctetKeyPair old = new OctetKeyPairGenerator(Curve.X25519).keyID("old").generate();
        OctetKeyPair next =
                new OctetKeyPairGenerator(Curve.X25519).keyID("next").generate();
        Files.writeString(file(), new JWKSet(old).toString(false));
        SealingKeys keys = SealingKeys.from(new SealingSettings(file(), false));
        TokenOpener opener = keys.opener();

        Files.writeString(file(), new JWKSet(List.of(next, old)).toString(false));

        // another instance has read the file and told of the key before this one looked
        assertThat(opener.open(new TokenSealer(next).seal(TOKENS, "event", GRANT), "event", GRANT))
                .isEqualTo(TOKENS);
        assertThat(opener.open(new TokenSealer(old).seal(TOKENS, "event", GRANT), "event", GRANT))
                .isEqualTo(TOKENS);

        Files.writeString(file(), new JWKSet(List.of(next)).toString(true));
        keys.reload();
        assertThat(keys.refusal()).contains("sealing.key-file").contains("private X25519 keys");
        assertThat(opener.open(new TokenSealer(next).seal(TOKENS, "event", GRANT), "event", GRANT))
                .isEqualTo(TOKENS);

        Files.writeString(file(), new JWKSet(List.of(next)).toString(false));
        keys.reload();
        assertThat(keys.refusal()).isNull();
        assertThatExceptionOfType(UnknownSealingKey.class)
                .isThrownBy(() -> opener.open(new TokenSealer(old).seal(TOKENS, "event", GRANT), "event", GRANT))
                .withMessageContaining("not live")
                .withMessageContaining("old");
    }

    private void assertRefused(String why) {
        assertThatExceptionOfType(UnusableKeys.class)
                .isThrownBy(() -> SealingKeys.from(new SealingSettings(file(), false)))
                .withMessageContaining("sealing.key-file")
                .withMessageContaining(why);
    }

    private Path file() {
        return folder.resolve("sealing.json");
    }
}
