package com.deliveryhistory.events.sealing;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.SealedTokens;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.X25519Encrypter;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.util.Map;

/**
 * Seals token pairs to token-manager's public key: JWE (RFC 7516) with ECDH-ES+A256KW on X25519 (RFC 8037) and A256GCM.
 * What is sealed is bound to its event: id, company and application stand in the protected header.
 */
public final class TokenSealer {

    static final JWEAlgorithm ALGORITHM = JWEAlgorithm.ECDH_ES_A256KW;
    static final EncryptionMethod ENCRYPTION = EncryptionMethod.A256GCM;
    static final String EVENT_ID = "eventId";
    static final String COMPANY = "companyId";
    static final String APPLICATION = "application";

    private final OctetKeyPair publicKey;

    /** Seals to this key; a private part is dropped. */
    public TokenSealer(OctetKeyPair key) {
        this.publicKey = key.toPublicJWK();
    }

    /** Seals the tokens for the {@code OptInGranted} event with this id. */
    public SealedTokens seal(TokenPair tokens, String eventId, GrantId grant) {
        JWEHeader header = new JWEHeader.Builder(ALGORITHM, ENCRYPTION)
                .keyID(publicKey.getKeyID())
                .customParam(EVENT_ID, eventId)
                .customParam(COMPANY, grant.company().value())
                .customParam(APPLICATION, grant.application().value())
                .build();
        JWEObject jwe = new JWEObject(
                header,
                new Payload(Map.of("accessToken", tokens.accessToken(), "refreshToken", tokens.refreshToken())));
        try {
            jwe.encrypt(new X25519Encrypter(publicKey));
        } catch (JOSEException e) {
            throw new IllegalStateException("Tokens could not be sealed to key " + publicKey.getKeyID(), e);
        }
        return new SealedTokens(jwe.serialize());
    }
}
