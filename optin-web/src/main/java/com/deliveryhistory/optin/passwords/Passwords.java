package com.deliveryhistory.optin.passwords;

import java.text.Normalizer;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Argon2id (RFC 9106) with 19 MiB, 2 passes and 1 lane, the least that OWASP recommends. Only as many computations run at
 * once as there are processors. Passwords are hashed in normal form NFKC: the same letters typed on another keyboard are
 * the same password.
 *
 * <p>Hashes were once made with 16 MiB. They are renewed when their owners sign in; until then a comparison with one is
 * followed by a computation with the other 3 MiB, as otherwise it would be over sooner than one for a name that nobody has.
 */
@Component
public class Passwords {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int KIBIBYTES = 19 << 10;
    private static final int KIBIBYTES_ONCE = 16 << 10;
    private static final int PASSES = 2;

    private final PasswordEncoder encoder;
    private final PasswordEncoder rest;
    private final Semaphore running = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final String nobodysHash;

    Passwords() {
        this(argon2(KIBIBYTES), argon2(KIBIBYTES - KIBIBYTES_ONCE));
    }

    /**
     * Hashes at another cost.
     *
     * @param rest costs what {@code encoder} does beyond an outdated hash
     */
    Passwords(PasswordEncoder encoder, PasswordEncoder rest) {
        this.encoder = encoder;
        this.rest = rest;
        this.nobodysHash = encoder.encode("nobody's password");
    }

    public String hash(String password) {
        return within(() -> encoder.encode(normalized(password)));
    }

    public boolean matches(String password, String hash) {
        String normalized = normalized(password);
        return within(() -> isHashOf(normalized, hash)
                // hashes were once made of what was typed
                || (!normalized.equals(password) && isHashOf(password, hash)));
    }

    private boolean isHashOf(String password, String hash) {
        boolean isHash = encoder.matches(password, hash);
        if (isOutdated(hash)) {
            rest.encode(password);
        }
        return isHash;
    }

    /** Whether the hash was made with other parameters than new ones are; not so of what is no hash at all. */
    public boolean isOutdated(String hash) {
        try {
            return encoder.upgradeEncoding(hash);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Takes as long as a comparison, so that an answer's time does not tell which names exist. */
    public void compareWithNobodys(String password) {
        matches(password, nobodysHash);
    }

    static String normalized(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    private static PasswordEncoder argon2(int kibibytes) {
        return new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, kibibytes, PASSES);
    }

    private <T> T within(Supplier<T> computation) {
        running.acquireUninterruptibly();
        try {
            return computation.get();
        } finally {
            running.release();
        }
    }
}
