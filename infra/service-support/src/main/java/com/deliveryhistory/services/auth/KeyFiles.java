package com.deliveryhistory.services.auth;

import com.deliveryhistory.services.settings.UnfitSetting;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import org.springframework.core.io.Resource;

/** Reads the keys that {@link ServiceIdentity} points to; a wrong file is named together with its setting. */
final class KeyFiles {

    private KeyFiles() {}

    static ECKey privateKey(Resource file) {
        String setting = "service-identity.private-key";
        try {
            ECKey key = JWK.parse(read(setting, file)).toECKey();
            if (!key.isPrivate()) {
                throw new UnfitSetting(setting + ": " + file.getDescription() + " holds no private key");
            }
            if (!Curve.P_256.equals(key.getCurve())) {
                throw notP256(setting, file);
            }
            key.toECPrivateKey();
            return key;
        } catch (ParseException | ClassCastException | JOSEException e) {
            throw notP256(setting, file);
        }
    }

    private static UnfitSetting notP256(String setting, Resource file) {
        return new UnfitSetting(setting + ": " + file.getDescription() + " is not an EC P-256 key as JWK (RFC 7517)");
    }

    static JWKSet publicKeys(String caller, Resource file) {
        String setting = "service-identity.trusted." + caller;
        try {
            return JWKSet.parse(read(setting, file)).toPublicJWKSet();
        } catch (ParseException e) {
            throw new UnfitSetting(setting + ": " + file.getDescription() + " is not a JWK set (RFC 7517, section 5)");
        }
    }

    private static String read(String setting, Resource file) {
        try {
            return file.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UnfitSetting(setting + ": " + file.getDescription()
                    + " cannot be read (%s)".formatted(e.getClass().getSimpleName()));
        }
    }
}
