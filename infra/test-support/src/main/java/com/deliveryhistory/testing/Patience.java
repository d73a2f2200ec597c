package com.deliveryhistory.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Has tests wait for what is to come as long as a crowded machine may need for it, unless they say otherwise. JUnit finds it
 * by {@code META-INF/services}.
 */
public final class Patience implements LauncherSessionListener {

    /** Less than any test may take, so that a failure says what did not come. */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(LIMIT);
    }
}
