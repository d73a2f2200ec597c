package com.deliveryhistory.history.retention;

import com.deliveryhistory.services.background.BackgroundLoop;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Looks now and then whether something is too old. */
@Component
final class RetentionLoop extends BackgroundLoop {

    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final OldHistory old;

    RetentionLoop(OldHistory old) {
        super("deleting what is too old", LOOK_AGAIN, DEFAULT_PHASE);
        this.old = old;
    }

    @Override
    protected void round() {
        old.delete(() -> !isRunning());
    }
}
