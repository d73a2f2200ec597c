package com.deliveryhistory.optin.accounts;

import com.deliveryhistory.optin.accounts.Account.State;
import com.deliveryhistory.optin.accounts.Member.Role;
import java.util.Set;

/**
 * A company and what each of its people may do.
 *
 * @param admins keys of those who may sign in and are administrators
 * @param users keys of those who may sign in and are not
 * @param disabled keys of those who may not sign in
 * @param closed whether nobody may, because the company is being erased
 */
public record Company(
        String id, String name, Set<String> admins, Set<String> users, Set<String> disabled, boolean closed) {

    public Company {
        admins = Set.copyOf(admins);
        users = Set.copyOf(users);
        disabled = Set.copyOf(disabled);
    }

    /** A company that is named by accounts, and that nobody has added, or that was erased. */
    static Company unknown(String id) {
        return new Company(id, id, Set.of(), Set.of(), Set.of(), true);
    }

    boolean knows(String key) {
        return admins.contains(key) || users.contains(key) || disabled.contains(key);
    }

    Role roleOf(String key) {
        return admins.contains(key) ? Role.ADMIN : Role.USER;
    }

    State stateOf(String key) {
        return closed || disabled.contains(key) ? State.DISABLED : State.ACTIVE;
    }
}
