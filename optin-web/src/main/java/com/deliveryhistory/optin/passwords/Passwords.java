package com.deliveryhistory.optin.passwords;

import java.text.Normalizer;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Argon2id (RFC 9106). Each computation takes 16 MiB, so only as many run at once as there are processors. Passwords
 * are hashed in normal form NFKC: the same letters typed on another keyboard are the same password.
 */
@Component
public class Passwords {

    private final PasswordEncoder encoder;
    private final Semaphore running = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final String nobodysHash;

    Passwords() {
        this(Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8());
    }

    Passwords(PasswordEncoder encoder) {
        this.encoder = encoder;
        this.nobodysHash = encoder.encode("nobody's password");
    }

    public String hash(String password) {
        return within(() -> encoder.encode(normalized(password)));
    }

    public boolean matches(String password, String hash) {
        String normalized = normalized(password);
        return within(() -> encoder.matches(normalized, hash)
                // hashes were once made of what was typed
                || (!normalized.equals(password) && encoder.matches(password, hash)));
    }

    /** Whether the hash was made with other parameters than new ones are. */
    public boolean isOutdated(String hash) {
        return encoder.upgradeEncoding(hash);
    }

    /** Takes as long as a comparison, so that an answer's time does not tell which names exist. */
    public void compareWithNobodys(String password) {
        matches(password, nobodysHash);
    }

    static String normalized(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
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
