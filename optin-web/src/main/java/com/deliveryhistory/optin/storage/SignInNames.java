package com.deliveryhistory.optin.storage;

import java.util.Locale;

/** How sign-in names are compared, wherever something is kept under one: whoever erases a person has to find all of it. */
public final class SignInNames {

    private SignInNames() {}

    /** What all spellings of a name have in common; of a mail address as well. */
    public static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
