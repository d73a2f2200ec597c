package com.deliveryhistory.optin.accounts;

import java.util.Locale;

/**
 * Somebody to write to.
 *
 * @param name the sign-in name
 * @param language the chosen one, or English
 */
public record Contact(String name, String email, Locale language) {

    /** Without the address. */
    @Override
    public String toString() {
        return "Contact[" + name + "]";
    }
}
