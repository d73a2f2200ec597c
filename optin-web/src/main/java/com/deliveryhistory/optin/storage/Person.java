package com.deliveryhistory.optin.storage;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.services.storage.SignInNames;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whom to erase.
 *
 * @param name the sign-in name
 * @param addresses the mail addresses under which the person is known
 */
public record Person(CompanyId company, String name, Set<String> addresses) {

    public Person {
        addresses = addresses.stream().map(SignInNames::key).collect(Collectors.toUnmodifiableSet());
    }

    /** What all spellings of the sign-in name have in common. */
    public String key() {
        return SignInNames.key(name);
    }

    /** Whether this names the person, by sign-in name or mail address. */
    public boolean isNamedBy(@Nullable String text) {
        return text != null && (SignInNames.key(text).equals(key()) || addresses.contains(SignInNames.key(text)));
    }

    /** Without what is to be forgotten. */
    @Override
    public String toString() {
        return "Person[" + company + "]";
    }
}
