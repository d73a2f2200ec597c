package com.deliveryhistory.tokens.custody;

import com.deliveryhistory.events.sealing.TokenOpener;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys to which optin-web seals token pairs, as they stand in their file now. The private parts never leave this
 * class and the opener.
 */
public final class SealingKeys {

    private static final Logger log = LoggerFactory.getLogger(SealingKeys.class);
    private static final String SETTING = "sealing.key-file";

    private final KeyFile file;
    private byte[] content;
    private volatile JWKSet keys;
    private volatile @Nullable String refusal;

    private SealingKeys(KeyFile file) {
        this.file = file;
        this.content = file.read();
        this.keys = parse(content);
    }

    /**
     * Reads the keys.
     *
     * @throws RuntimeException naming the setting, if the file is missing or is not a set of such keys
     */
    public static SealingKeys from(SealingSettings settings) {
        KeyFile file = new KeyFile(SETTING, settings.keyFile());
        if (settings.createIfMissing()) {
            file.createIfMissing(SealingKeys::newSet);
        }
        return new SealingKeys(file);
    }

    /** The public parts as JWK set in JSON; the key to seal to stands first. */
    public String publicKeys() {
        return keys.toPublicJWKSet().toString();
    }

    /** Opens with the keys that are there when it is used. */
    public TokenOpener opener() {
        return new TokenOpener(this::key);
    }

    /** A key that is not known may be in the file since a moment ago: another instance has told of it already. */
    private @Nullable JWK key(String id) {
        JWK known = keys.getKeyByKeyId(id);
        if (known != null) {
            return known;
        }
        reload();
        return keys.getKeyByKeyId(id);
    }

    /** Takes the file's new content into use, if there is any and it can be. */
    public synchronized void reload() {
        try {
            byte[] now = file.read();
            if (!Arrays.equals(now, content)) {
                keys = parse(now);
                content = now;
                log.info(
                        "{} has changed: tokens are sealed to the first of {}",
                        SETTING,
                        keys.getKeys().stream().map(JWK::getKeyID).toList());
            }
            refusal = null;
        } catch (UnusableKeys e) {
            String why = String.valueOf(e.getMessage());
            if (!why.equals(refusal)) {
                log.error("{}; the keys read before stay in use", why);
            }
            refusal = why;
        }
    }

    /** Why the file as it is now is not in use; {@code null}: it is. */
    public @Nullable String refusal() {
        return refusal;
    }

    private JWKSet parse(byte[] json) {
        List<JWK> found;
        try {
            found = JWKSet.parse(new String(json, StandardCharsets.UTF_8)).getKeys();
        } catch (ParseException e) {
            throw file.unusable("is not a JWK set (RFC 7517, section 5)");
        }
        Set<String> ids = new HashSet<>();
        boolean usable = !found.isEmpty()
                && found.stream()
                        .allMatch(key -> key instanceof OctetKeyPair pair
                                && pair.getCurve().equals(Curve.X25519)
                                && pair.isPrivate()
                                && pair.getKeyID() != null
                                && ids.add(pair.getKeyID()));
        if (!usable) {
            throw file.unusable("is not a JWK set of private X25519 keys, each with a kid of its own");
        }
        return new JWKSet(found);
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
