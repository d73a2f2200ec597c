package com.deliveryhistory.optin.throttling;

import static com.deliveryhistory.optin.storage.Hashes.sha256;

import com.deliveryhistory.optin.storage.OfSignInNames;
import com.deliveryhistory.optin.storage.Person;
import com.deliveryhistory.services.storage.SignInNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Whether a password, a code or an address is looked at now, or how long that has to wait. */
@Component
public class Throttle implements OfSignInNames {

    private final FailureCounters counters;
    private final KnownDevices devices;
    private final ThrottleSettings settings;

    Throttle(FailureCounters counters, KnownDevices devices, ThrottleSettings settings) {
        this.counters = counters;
        this.devices = devices;
        this.settings = settings;
    }

    /** What is looked at. Failures of one do not count for the other. */
    public enum Check {
        /** The password. */
        PASSWORD(true),
        /** The second factor. */
        SECOND_FACTOR(true),
        /**
         * Which identity provider signs somebody in, and what it says. The name is a company's here, which whole offices try
         * and nobody is to lock: so it counts for browsers only that somebody of the company is known to use.
         */
        IDENTITY_PROVIDER(false);

        private final boolean byAccount;

        Check(boolean byAccount) {
            this.byAccount = byAccount;
        }
    }

    /**
     * Counts a try that begins; how long it has to wait instead, zero if it may go on.
     *
     * @param name whose account is tried, or which company
     */
    public Duration begin(Check check, String name, SignInAttempt attempt) {
        List<Counted> counted = new ArrayList<>();
        for (Counted counter : counters(check, name, attempt)) {
            Duration wait = counters.count(counter.key(), counter.free());
            if (!wait.isZero()) {
                counted.forEach(other -> counters.takeOff(other.key(), other.free()));
                return wait;
            }
            counted.add(counter);
        }
        return Duration.ZERO;
    }

    /** A try that had begun was right, or failed by no fault of who tried, and so is no failure. */
    public void succeeded(Check check, String name, SignInAttempt attempt) {
        for (Counted counter : counters(check, name, attempt)) {
            if (counter.ownOnly()) {
                counters.forget(counter.key());
            } else {
                counters.takeOff(counter.key(), counter.free());
            }
        }
    }

    /** What counts for an account wherever it is tried; the rest is found by addresses and browsers alone, and forgotten. */
    @Override
    public void erase(Person person) {
        for (Check check : Check.values()) {
            counters.forget(ofAccount(check + "/" + person.key()));
        }
    }

    private static String ofAccount(String account) {
        return sha256("account/" + account);
    }

    private List<Counted> counters(Check check, String name, SignInAttempt attempt) {
        String account = check + "/" + SignInNames.key(name);
        String device = attempt.device();
        if (device != null && devices.isKnown(deviceOf(name, device))) {
            return List.of(new Counted(sha256("device/" + account + "/" + device), settings.freeOfDevice(), true));
        }
        String address = SenderNetwork.of(attempt.address());
        Counted byAddress = new Counted(sha256("address/" + check + "/" + address), settings.freeOfAddress(), false);
        if (!check.byAccount) {
            return List.of(byAddress);
        }
        return List.of(
                new Counted(sha256("pair/" + account + "/" + address), settings.freeFromAddress(), true),
                byAddress,
                new Counted(ofAccount(account), settings.freeOfAccount(), false));
    }

    /** The place of a device among those that an account is known from. */
    static String deviceOf(String name, String device) {
        return sha256(device + "/" + SignInNames.key(name));
    }

    /** A counter that a try counts in; {@code ownOnly} if only those who know the password, or had known it, do. */
    private record Counted(String key, int free, boolean ownOnly) {}
}
