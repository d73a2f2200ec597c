package com.deliveryhistory.upssandbox.gateway;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The faults that are switched on, oldest first. They end with the process: a restart begins without any. */
@Component
class Faults {

    private static final int MOST = 100;

    private final Clock clock;
    private final List<SwitchedOn> switchedOn = new ArrayList<>();

    Faults(Clock clock) {
        this.clock = clock;
    }

    private record SwitchedOn(Fault fault, Instant until) {}

    synchronized void switchOn(Fault fault) {
        removeEnded();
        if (switchedOn.size() >= MOST) {
            throw new IllegalStateException("more than " + MOST + " faults");
        }
        Instant until = fault.lasts() == null ? Instant.MAX : clock.instant().plus(fault.lasts());
        switchedOn.add(new SwitchedOn(fault, until));
    }

    synchronized void clear() {
        switchedOn.clear();
    }

    /** What is still switched on, with the number of calls each has left. */
    synchronized List<Fault> left() {
        removeEnded();
        return switchedOn.stream().map(SwitchedOn::fault).toList();
    }

    /** The fault that strikes a call of this path, if any; uses up one of its calls. */
    synchronized Optional<Fault> strike(String path) {
        removeEnded();
        for (int i = 0; i < switchedOn.size(); i++) {
            SwitchedOn candidate = switchedOn.get(i);
            if (path.startsWith(candidate.fault().path())) {
                useUp(i, candidate);
                return Optional.of(candidate.fault());
            }
        }
        return Optional.empty();
    }

    private void removeEnded() {
        if (!switchedOn.isEmpty()) {
            Instant now = clock.instant();
            switchedOn.removeIf(candidate -> !candidate.until().isAfter(now));
        }
    }

    private void useUp(int index, SwitchedOn struck) {
        Integer times = struck.fault().times();
        if (times == null) {
            return;
        }
        if (times == 1) {
            switchedOn.remove(index);
        } else {
            switchedOn.set(index, new SwitchedOn(struck.fault().withTimes(times - 1), struck.until()));
        }
    }
}
