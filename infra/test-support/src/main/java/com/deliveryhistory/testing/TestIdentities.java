package com.deliveryhistory.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Key files with which services know each other: {@code NAME.jwk} (private) and {@code NAME.jwks} (public). */
public final class TestIdentities {

    private TestIdentities() {}

    /** Writes the two files of each service into a folder and returns the private keys by name. */
    public static Map<String, ECKey> create(Path folder, String... services) {
        var keys = new LinkedHashMap<String, ECKey>();
        try {
            Files.createDirectories(folder);
            for (String service : services) {
                var key = new ECKeyGenerator(Curve.P_256)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.ES256)
                        .keyIDFromThumbprint(true)
                        .generate();
                Files.writeString(folder.resolve(service + ".jwk"), key.toJSONString());
                Files.writeString(folder.resolve(service + ".jwks"), new JWKSet(key).toString(true));
                keys.put(service, key);
            }
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
