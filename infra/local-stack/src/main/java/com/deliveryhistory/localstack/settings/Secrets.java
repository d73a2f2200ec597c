package com.deliveryhistory.localstack.settings;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What the stack's parts prove themselves with: made up at the first start, kept in the data folder. */
final class Secrets {

    private static final int CLIENT_SECRET_BYTES = 32;
    private static final int SECOND_FACTOR_KEY_BITS = 256;

    private final Path folder;

    private Secrets(Path folder) {
        this.folder = folder;
    }

    /** Finds the secrets of a folder, making those that are not there yet. */
    static Secrets in(Path folder) {
        PrivateFiles.createFolder(folder);
        var secrets = new Secrets(folder);
        Part.services().forEach(service -> secrets.createIdentity(service.label()));
        secrets.createIdentity(Application.ODCS.name());
        Application.ALL.forEach(secrets::createClientSecret);
        secrets.createSecondFactorKey();
        return secrets;
    }

    /** A service's private key: one EC P-256 JWK. */
    Path privateKey(String service) {
        return folder.resolve(service + ".jwk");
    }

    /** A service's public keys: a JWK set. */
    Path publicKeys(String service) {
        return folder.resolve(service + ".jwks");
    }

    String clientSecret(Application application) {
        return PrivateFiles.read(clientSecretFile(application)).strip();
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    private void createIdentity(String service) {
        if (Files.exists(privateKey(service)) && Files.exists(publicKeys(service))) {
            return;
        }
        try {
            var key = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
            PrivateFiles.write(privateKey(service), key.toJSONString());
            PrivateFiles.write(publicKeys(service), new JWKSet(key).toString(true));
        } catch (JOSEException e) {
            throw new IllegalStateException("This JVM cannot make EC keys", e);
        }
    }

    /** Encrypts the secrets of second factors: a JWK set of one 256-bit key. */
    Path secondFactorKeys() {
        return folder.resolve("second-factor.jwks");
    }

    private void createSecondFactorKey() {
        if (Files.exists(secondFactorKeys())) {
            return;
        }
        try {
            var key = new OctetSequenceKeyGenerator(SECOND_FACTOR_KEY_BITS)
                    .keyIDFromThumbprint(true)
                    .generate();
            PrivateFiles.write(secondFactorKeys(), new JWKSet(key).toString(false));
        } catch (JOSEException e) {
            throw new IllegalStateException("This JVM cannot make keys", e);
        }
    }

    private void createClientSecret(Application application) {
        Path file = clientSecretFile(application);
        if (!Files.exists(file)) {
            byte[] random = new byte[CLIENT_SECRET_BYTES];
            new SecureRandom().nextBytes(random);
            PrivateFiles.write(file, HexFormat.of().formatHex(random));
        }
    }

    private Path clientSecretFile(Application application) {
        return folder.resolve(application.name() + ".client-secret");
    }
}
