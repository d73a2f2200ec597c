package com.deliveryhistory.upssandbox.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The faults that are switched on, oldest first. They end with the process: a restart begins without any. */
@Component
class Faults {

    private static final int MOST = 100;

    private final List<Fault> switchedOn = new ArrayList<>();

    synchronized void switchOn(Fault fault) {
        if (switchedOn.size() >= MOST) {
            throw new IllegalStateException("more than " + MOST + " faults");
        }
        switchedOn.add(fault);
    }

    synchronized void clear() {
        switchedOn.clear();
    }

    /** What is still switched on, with the number of calls each has left. */
    synchronized List<Fault> left() {
        return List.copyOf(switchedOn);
    }

    /** The fault that strikes a call of this path, if any; uses up one of its calls. */
    synchronized Optional<Fault> strike(String path) {
        for (int i = 0; i < switchedOn.size(); i++) {
            Fault fault = switchedOn.get(i);
            if (path.startsWith(fault.path())) {
                useUp(i, fault);
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    private void useUp(int index, Fault fault) {
        Integer times = fault.times();
        if (times == null) {
            return;
        }
        if (times == 1) {
            switchedOn.remove(index);
        } else {
            switchedOn.set(index, fault.withTimes(times - 1));
        }
    }
}
