package com.deliveryhistory.events.sealing;

import com.deliveryhistory.events.CorruptEvent;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.SealedTokens;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.X25519Decrypter;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.text.ParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens what {@link TokenSealer} sealed, with any of the keys that are live at that moment. */
public final class TokenOpener {

    private final Keys keys;

    /** The private keys that are live. */
    @FunctionalInterface
    public interface Keys {

        /** The key with this {@code kid}; {@code null} if it is not live. */
        @Nullable
        JWK find(String id);
    }

    public TokenOpener(Keys keys) {
        this.keys = keys;
    }

    public TokenOpener(JWKSet privateKeys) {
        this(privateKeys::getKeyByKeyId);
    }

    /**
     * Opens the tokens of the event with this id.
     *
     * @throws CorruptEvent if they can never be opened, or were sealed for another event or grant
     * @throws UnknownSealingKey if they are sealed to a key that is not live
     */
    public TokenPair open(SealedTokens sealed, String eventId, GrantId grant) {
        JWEObject jwe = read(sealed);
        if (!TokenSealer.ALGORITHM.equals(jwe.getHeader().getAlgorithm())
                || !TokenSealer.ENCRYPTION.equals(jwe.getHeader().getEncryptionMethod())) {
            throw CorruptEvent.contradictory("sealedTokens use another algorithm than "
                    + TokenSealer.ALGORITHM.getName() + " with " + TokenSealer.ENCRYPTION.getName());
        }
        if (!eventId.equals(jwe.getHeader().getCustomParam(TokenSealer.EVENT_ID))
                || !grant.company().value().equals(jwe.getHeader().getCustomParam(TokenSealer.COMPANY))
                || !grant.application().value().equals(jwe.getHeader().getCustomParam(TokenSealer.APPLICATION))) {
            throw CorruptEvent.contradictory("sealedTokens were sealed for another event or grant");
        }
        String keyId = jwe.getHeader().getKeyID();
        if (keyId == null) {
            throw CorruptEvent.contradictory("sealedTokens name no key");
        }
        if (!(keys.find(keyId) instanceof OctetKeyPair keyPair)) {
            throw new UnknownSealingKey(keyId);
        }
        return tokens(decrypted(jwe, keyPair));
    }

    private static JWEObject read(SealedTokens sealed) {
        try {
            return JWEObject.parse(sealed.jwe());
        } catch (ParseException | RuntimeException e) { // the library has others than its own for some texts
            throw unopened();
        }
    }

    private static @Nullable Map<String, Object> decrypted(JWEObject jwe, OctetKeyPair key) {
        try {
            jwe.decrypt(new X25519Decrypter(key));
            return jwe.getPayload().toJSONObject();
        } catch (JOSEException | RuntimeException e) { // anybody can seal anything: the key is public
            throw unopened();
        }
    }

    private static TokenPair tokens(@Nullable Map<String, Object> payload) {
        if (payload == null
                || !(payload.get("accessToken") instanceof String accessToken)
                || !(payload.get("refreshToken") instanceof String refreshToken)
                || accessToken.isBlank()
                || refreshToken.isBlank()) {
            throw CorruptEvent.contradictory("sealedTokens do not hold a token pair");
        }
        return new TokenPair(accessToken, refreshToken);
    }

    private static CorruptEvent unopened() {
        return CorruptEvent.contradictory("sealedTokens cannot be opened");
    }
}
