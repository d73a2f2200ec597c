package com.deliveryhistory.optin.invitations;

import java.util.Map;
import org.springframework.beans.factory.BeanFactory;

/** Accepts invitations in the thread that calls it, in place of a request. */
public final class AcceptingHere {

    private final Accepting accepting;

    public AcceptingHere(BeanFactory beans) {
        this.accepting = beans.getBean(Accepting.class);
    }

    /** What the form of the link does. */
    public Map<String, String> accept(String secret, String name, String password) {
        return accepting.accept(secret, name, password, password);
    }
}
