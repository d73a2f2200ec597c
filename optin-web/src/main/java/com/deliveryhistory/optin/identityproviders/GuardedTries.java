package com.deliveryhistory.optin.identityproviders;

import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.securitylog.SecurityLog.Kind;
import com.deliveryhistory.optin.throttling.DeviceMemory;
import com.deliveryhistory.optin.throttling.SignInAttempts;
import com.deliveryhistory.optin.throttling.Throttle;
import com.deliveryhistory.optin.throttling.Throttle.Check;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes it slow to find out which companies have an identity provider, and keeps providers from being asked without end:
 * all that came to nothing counts, and so does whoever is on the way to a provider until that sign-in has succeeded.
 */
@Component
class GuardedTries {

    private final Throttle throttle;
    private final SignInAttempts attempts;
    private final DeviceMemory devices;
    private final SecurityLog log;

    GuardedTries(Throttle throttle, SignInAttempts attempts, DeviceMemory devices, SecurityLog log) {
        this.throttle = throttle;
        this.attempts = attempts;
        this.devices = devices;
        this.log = log;
    }

    /**
     * Counts a try that begins; how long it has to wait instead, zero if it may go on.
     *
     * @param company as far as it is known
     * @param typed the mail address that the company is looked for by, or nothing
     */
    Duration begin(String company, String typed, HttpServletRequest request) {
        Duration wait = throttle.begin(Check.IDENTITY_PROVIDER, key(company), attempts.buildDetails(request));
        if (!wait.isZero()) {
            log.record(Kind.SIGN_IN_THROTTLED, typed, "by", "identity provider");
        }
        return wait;
    }

    /** A try that had begun was no guess. */
    void takeOff(String company, HttpServletRequest request) {
        throttle.succeeded(Check.IDENTITY_PROVIDER, key(company), attempts.buildDetails(request));
    }

    /**
     * Somebody of the company has signed in, whom others' tries hold up no more in this browser.
     *
     * @param person the sign-in name; {@code null} if the second factor is still to come, with which it is remembered
     */
    void succeeded(String company, @Nullable String person, HttpServletRequest request, HttpServletResponse response) {
        takeOff(company, request);
        List<String> known = new ArrayList<>(List.of(key(company)));
        if (person != null) {
            known.add(person);
        }
        devices.remember(known, request, response);
    }

    /** Nobody can choose a sign-in name with slashes, so that none is taken for a company. */
    private static String key(String company) {
        return IdentityProviders.PATH + "/" + company;
    }
}
