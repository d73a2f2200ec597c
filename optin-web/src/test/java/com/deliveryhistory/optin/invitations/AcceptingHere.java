package com.deliveryhistory.optin.invitations;

import java.util.Map;
import org.springframework.beans.factory.BeanFactory;

/** Accepts invitations in the thread that calls it, in place of a request. */
public final class AcceptingHere {

    private final Accepting accepting;

    public AcceptingHere(BeanFactory beans) {
        this.accepting = beans.getBean(Accepting.class);
    }

    /** What the form of the link does; what keeps the invitation from being accepted, if anything. */
    public Map<String, String> accept(String secret, String name, String password) {
        return switch (accepting.accept(secret, name, password, password)) {
            case Accepting.Outcome.Accepted accepted -> Map.of();
            case Accepting.Outcome.Refused refused -> refused.problems();
        };
    }
}
