package com.deliveryhistory.optin.secondfactor;

import com.deliveryhistory.services.settings.UnfitSetting;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.io.InputStream;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.io.Resource;

/**
 * Encrypts secrets for the store, each for one account: as JWT (RFC 7519) with the account as subject, encrypted directly
 * with A256GCM (RFC 7518, sections 4.5 and 5.3).
 */
final class SecretCipher {

    private static final int KEY_BITS = 256;
    private static final String SECRET = "secret";

    private final List<OctetSequenceKey> keys;

    private SecretCipher(List<OctetSequenceKey> keys) {
        this.keys = keys;
    }

    /**
     * Reads the keys.
     *
     * @throws UnfitSetting naming what is wrong with the file, never a key
     */
    static SecretCipher with(Resource file) {
        List<OctetSequenceKey> keys = new ArrayList<>();
        try (InputStream in = file.getInputStream()) {
            for (JWK key : JWKSet.load(in).getKeys()) {
                if (!(key instanceof OctetSequenceKey octets) || octets.size() != KEY_BITS || key.getKeyID() == null) {
                    throw wrong(file, "each key has to be of type oct, 256 bits long, and have a kid");
                }
                keys.add(octets);
            }
        } catch (IOException e) {
            throw wrong(file, "it cannot be read");
        } catch (ParseException e) {
            throw wrong(file, "it is no JWK set");
        }
        if (keys.isEmpty()) {
            throw wrong(file, "it holds no key");
        }
        return new SecretCipher(List.copyOf(keys));
    }

    private static UnfitSetting wrong(Resource file, String why) {
        return new UnfitSetting("second-factor.keys, " + file.getDescription() + ": " + why);
    }

    String encrypt(String account, String secret) {
        OctetSequenceKey key = keys.getFirst();
        var header = new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                .keyID(key.getKeyID())
                .build();
        var claims = new JWTClaimsSet.Builder()
                .subject(account)
                .claim(SECRET, secret)
                .build();
        var jwt = new EncryptedJWT(header, claims);
        try {
            jwt.encrypt(new DirectEncrypter(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("Cannot encrypt with key " + key.getKeyID(), e);
        }
        return jwt.serialize();
    }

    /**
     * Opens what was encrypted for the account.
     *
     * @throws IllegalStateException if it was not, or its key is gone
     */
    String decrypt(String account, String encrypted) {
        try {
            var jwt = EncryptedJWT.parse(encrypted);
            String keyId = jwt.getHeader().getKeyID();
            OctetSequenceKey key = keys.stream()
                    .filter(each -> each.getKeyID().equals(keyId))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "The second factor of %s is encrypted with key %s, which second-factor.keys lacks"
                                    .formatted(account, keyId)));
            jwt.decrypt(new DirectDecrypter(key));
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            if (!account.equals(claims.getSubject())) {
                throw new IllegalStateException("The second factor stored for " + account + " is another one's");
            }
            return claims.getStringClaim(SECRET);
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("The second factor of " + account + " cannot be opened", e);
        }
    }
}
