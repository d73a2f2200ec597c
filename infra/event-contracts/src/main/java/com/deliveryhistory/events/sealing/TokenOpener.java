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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Opens what {@link TokenSealer} sealed, with any of the keys that are live at that moment. */
public final class TokenOpener {

    private static final Pattern UNUSUAL = Pattern.compile("[^A-Za-z0-9._:-]");
    private static final int LONGEST_ID = 64;

    private final Keys keys;

    /** The private keys that are live. */
    @FunctionalInterface
    public interface Keys {

        /** The key with this {@code kid}; {@code null} if it is not live. */
        @Nullable
        JWK find(@Nullable String id);
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
     * @throws CorruptEvent if no live key opens them, or they were sealed for another event or grant
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
        JWK key = keys.find(jwe.getHeader().getKeyID());
        if (!(key instanceof OctetKeyPair keyPair)) {
            throw CorruptEvent.contradictory("sealedTokens are sealed to a key that is not live here: kid "
                    + shown(jwe.getHeader().getKeyID()));
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

    /** So much of a key's public id as is good for a log line, whoever wrote it. */
    private static String shown(@Nullable String id) {
        String plain = id == null ? "none" : UNUSUAL.matcher(id).replaceAll("?");
        return plain.length() <= LONGEST_ID ? plain : plain.substring(0, LONGEST_ID) + "…";
    }
}
