package com.deliveryhistory.tokens.custody;

import com.deliveryhistory.events.sealing.TokenOpener;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.UUID;

/** The keys to which optin-web seals token pairs. The private parts never leave this class and the opener. */
public final class SealingKeys {

    private final JWKSet keys;
    private final TokenOpener opener;

    SealingKeys(JWKSet keys) {
        this.keys = keys;
        this.opener = new TokenOpener(keys);
    }

    /**
     * Reads the keys.
     *
     * @throws UnusableKeyFile naming the setting, if the file is missing or is not a set of such keys
     */
    public static SealingKeys from(SealingSettings settings) {
        KeyFile file = new KeyFile("sealing.key-file", settings.keyFile());
        byte[] content = file.read(settings.createIfMissing(), SealingKeys::newSet);
        try {
            JWKSet keys = JWKSet.parse(new String(content, StandardCharsets.UTF_8));
            boolean usable = !keys.isEmpty()
                    && keys.getKeys().stream()
                            .allMatch(key -> key instanceof OctetKeyPair pair
                                    && pair.getCurve().equals(Curve.X25519)
                                    && pair.isPrivate()
                                    && pair.getKeyID() != null);
            if (!usable) {
                throw file.unusable("is not a JWK set of private X25519 keys, each with a kid");
            }
            return new SealingKeys(keys);
        } catch (ParseException e) {
            throw file.unusable("is not a JWK set (RFC 7517, section 5)");
        }
    }

    /** The public parts as JWK set in JSON; the key to seal to stands first. */
    public String publicKeys() {
        return keys.toPublicJWKSet().toString();
    }

    public TokenOpener opener() {
        return opener;
    }

    private static byte[] newSet() {
        try {
            OctetKeyPair key = new OctetKeyPairGenerator(Curve.X25519)
                    .keyID(UUID.randomUUID().toString())
                    .keyUse(KeyUse.ENCRYPTION)
                    .generate();
            return new JWKSet(key).toString(false).getBytes(StandardCharsets.UTF_8);
        } catch (JOSEException e) {
            throw new IllegalStateException("An X25519 key could not be made", e);
        }
    }
}
