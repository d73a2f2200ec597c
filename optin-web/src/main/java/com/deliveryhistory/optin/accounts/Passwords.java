package com.deliveryhistory.optin.accounts;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Argon2id (RFC 9106). Each computation takes 16 MiB, so only as many run at once as there are processors. */
@Component
class Passwords {

    private final PasswordEncoder encoder = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    private final Semaphore running = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final String nobodysHash = encoder.encode("nobody's password");

    String hash(String password) {
        return within(() -> encoder.encode(password));
    }

    boolean matches(String password, String hash) {
        return within(() -> encoder.matches(password, hash));
    }

    /** Takes as long as a comparison, so that an answer's time does not tell which names exist. */
    void compareWithNobodys(String password) {
        matches(password, nobodysHash);
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
