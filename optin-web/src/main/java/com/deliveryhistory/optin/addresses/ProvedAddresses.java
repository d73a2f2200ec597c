package com.deliveryhistory.optin.addresses;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Tells addresses that are known to be somebody's from those that somebody merely typed. Known are addresses to which a link
 * was mailed that the person used, and those that an operator imported. Accounts of earlier versions do not say which theirs
 * is, but the activity log does: the address is the invitation's, or the import's, unless the person typed another one. Such
 * a typed one goes on to get its account's mails, so that nobody is shut out; but it is nobody's until it is confirmed.
 */
@Component
public class ProvedAddresses {

    private final Accounts accounts;
    private final ActivityLog activities;

    ProvedAddresses(Accounts accounts, ActivityLog activities) {
        this.accounts = accounts;
        this.activities = activities;
    }

    /** Whether the account's address is known to be the person's; so it is where there is none. */
    public boolean isProved(Account account) {
        return account.emailProved()
                || account.email() == null
                || !activities.has(account.member().company(), Activity.Kind.EMAIL_CHANGED, account.name());
    }

    /**
     * The person used a link that was mailed there: so the address is the person's, if it still is the account's, and unless
     * it is another's.
     */
    public void prove(Account account, EmailAddress email) {
        if (!isAnothers(account, email)) {
            accounts.proveEmail(account, email);
        }
    }

    /** Whether the address is known to be somebody else's of the person's company. */
    boolean isAnothers(Account account, EmailAddress email) {
        return find(account.member().company(), email).stream()
                .anyMatch(other -> !other.name().equals(account.name()));
    }

    /** Whose in the company the address is known to be. */
    public List<Account> find(CompanyId company, EmailAddress email) {
        return accounts.findByEmail(company, email).stream()
                .filter(this::isProved)
                .toList();
    }
}
