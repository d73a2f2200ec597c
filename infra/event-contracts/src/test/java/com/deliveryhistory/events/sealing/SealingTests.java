package com.deliveryhistory.events.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.events.CorruptEvent;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.SealedTokens;
import com.deliveryhistory.testing.WildValues;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.X25519Encrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealingTests {

    private static final TokenPair TOKENS = new TokenPair("access-token-1", "refresh-token-1");
    private static final GrantId GRANT = GrantId.parse("acme/odcs");

    private final OctetKeyPair old = key("2026-06");
    private final OctetKeyPair current = key("2026-07");
    private final TokenOpener opener = new TokenOpener(new JWKSet(List.of(old, current)));

    @Test
    void sealed_tokens_are_opened_for_their_event_and_grant() {
        SealedTokens sealed = new TokenSealer(current).seal(TOKENS, "event-1", GRANT);

        assertThat(opener.open(sealed, "event-1", GRANT)).isEqualTo(TOKENS);
    }

    @Test
    void two_keys_can_be_live_at_once() {
        SealedTokens sealed = new TokenSealer(old).seal(TOKENS, "event-1", GRANT);

        assertThat(opener.open(sealed, "event-1", GRANT)).isEqualTo(TOKENS);
    }

    @Test
    void tokens_moved_into_another_event_are_refused() {
        SealedTokens sealed = new TokenSealer(current).seal(TOKENS, "event-1", GRANT);

        assertRefused(opener, sealed, "event-2", GRANT, "another event");
        assertRefused(opener, sealed, "event-1", GrantId.parse("globex/odcs"), "another event or grant");
        assertRefused(opener, sealed, "event-1", GrantId.parse("acme/other"), "another event or grant");
    }

    @Test
    void a_retired_key_opens_nothing_and_may_come_back() {
        SealedTokens sealed = new TokenSealer(old).seal(TOKENS, "event-1", GRANT);

        assertThatExceptionOfType(UnknownSealingKey.class)
                .isThrownBy(() -> new TokenOpener(new JWKSet(current)).open(sealed, "event-1", GRANT))
                .withMessageContaining("not live")
                .withMessageContaining(old.getKeyID());
    }

    @Test
    void a_changed_ciphertext_is_refused() {
        String jwe = new TokenSealer(current).seal(TOKENS, "event-1", GRANT).jwe();
        int middle = jwe.lastIndexOf('.') - 4;
        char other = jwe.charAt(middle) == 'A' ? 'B' : 'A';
        SealedTokens changed = new SealedTokens(jwe.substring(0, middle) + other + jwe.substring(middle + 1));

        assertRefused(opener, changed, "event-1", GRANT, "cannot be opened");
    }

    @Test
    void whatever_somebody_seals_to_the_public_key_is_a_token_pair_or_refused() {
        List<WildValues.Changed> payloads = WildValues.in(
                "{\"accessToken\": \"access-token-1\", \"refreshToken\": \"refresh-token-1\"}", WildValues.TOO_DEEP);
        assertThat(payloads).hasSizeGreaterThan(50);
        for (WildValues.Changed payload : payloads) {
            try {
                opener.open(sealed(payload.json()), "event-1", GRANT);
            } catch (CorruptEvent expected) {
                // what its readers deal with
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(payload.toString(), e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "{}", "[]", "null", "\"\"", "17", "{\"accessToken\": \"a\"}"})
    void a_payload_that_is_no_token_pair_is_refused(String payload) {
        assertRefused(opener, sealed(payload), "event-1", GRANT, "do not hold a token pair");
    }

    @Test
    void a_token_pair_with_an_empty_token_is_none() {
        assertRefused(
                opener,
                sealed("{\"accessToken\": \"\", \"refreshToken\": \"r\"}"),
                "event-1",
                GRANT,
                "do not hold a token pair");
    }

    @Test
    void any_value_in_place_of_one_in_the_protected_header_is_refused_or_opened() {
        String jwe = new TokenSealer(current).seal(TOKENS, "event-1", GRANT).jwe();
        String header = Base64URL.from(jwe.substring(0, jwe.indexOf('.')))
                .decodeToString()
                .replace("\":", "\": ")
                .replaceFirst("\\{", "{\"typ\": \"JOSE\", \"zip\": \"DEF\", \"apu\": \"QQ\", \"issuedAt\": 1, ");
        List<WildValues.Changed> headers = WildValues.in(header, WildValues.TOO_DEEP);
        int opened = 0;
        int refused = 0;
        for (WildValues.Changed changed : headers) {
            String moved = Base64URL.encode(changed.json()) + jwe.substring(jwe.indexOf('.'));
            assertThat(opens(moved, changed)).as(changed.what()).isFalse();
            String sealed = sealedUnder(changed.json());
            if (sealed != null && opens(sealed, changed)) {
                opened++;
            } else {
                refused++;
            }
        }
        assertThat(headers).hasSizeGreaterThan(300);
        assertThat(opened).as("of those that whoever seals may choose").isGreaterThan(50);
        assertThat(refused).as("of those that bind the tokens").isGreaterThan(150);
    }

    /** As the library seals, under whatever header; {@code null} if it takes none like that. */
    private @Nullable String sealedUnder(String header) {
        try {
            JWEObject jwe = new JWEObject(
                    JWEHeader.parse(header),
                    new Payload(Map.of("accessToken", TOKENS.accessToken(), "refreshToken", TOKENS.refreshToken())));
            jwe.encrypt(new X25519Encrypter(current.toPublicJWK()));
            return jwe.serialize();
        } catch (ParseException | JOSEException | RuntimeException e) {
            return null;
        }
    }

    private boolean opens(String jwe, WildValues.Changed changed) {
        try {
            assertThat(opener.open(new SealedTokens(jwe), "event-1", GRANT)).isEqualTo(TOKENS);
            return true;
        } catch (CorruptEvent | UnknownSealingKey expected) {
            return false; // what its readers deal with
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(changed.toString(), e);
        }
    }

    @Test
    void neither_form_shows_a_token_as_text() {
        SealedTokens sealed = new TokenSealer(current).seal(TOKENS, "event-1", GRANT);

        assertThat(TOKENS.toString() + sealed)
                .doesNotContain("access-token-1", "refresh-token-1")
                .doesNotContain(sealed.jwe());
    }

    private SealedTokens sealed(String payload) {
        JWEObject jwe = new JWEObject(
                new JWEHeader.Builder(TokenSealer.ALGORITHM, TokenSealer.ENCRYPTION)
                        .keyID(current.getKeyID())
                        .customParam(TokenSealer.EVENT_ID, "event-1")
                        .customParam(TokenSealer.COMPANY, GRANT.company().value())
                        .customParam(
                                TokenSealer.APPLICATION, GRANT.application().value())
                        .build(),
                new Payload(payload));
        try {
            jwe.encrypt(new X25519Encrypter(current.toPublicJWK()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return new SealedTokens(jwe.serialize());
    }

    private static void assertRefused(
            TokenOpener opener, SealedTokens sealed, String eventId, GrantId grant, String message) {
        assertThatExceptionOfType(CorruptEvent.class)
                .isThrownBy(() -> opener.open(sealed, eventId, grant))
                .withMessageContaining(message);
    }

    private static OctetKeyPair key(String id) {
        try {
            return new OctetKeyPairGenerator(Curve.X25519).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
