package com.deliveryhistory.optin.erasing;

import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.storage.OfPeople;
import com.deliveryhistory.optin.storage.OfSignInNames;
import com.deliveryhistory.optin.storage.Person;
import java.util.List;
import org.springframework.stereotype.Component;

/** What is people's alone. */
@Component
class Belongings {

    private final Accounts accounts;
    private final List<OfPeople> stores;

    Belongings(Accounts accounts, List<OfPeople> stores) {
        this.accounts = accounts;
        this.stores = List.copyOf(stores);
    }

    /**
     * Deletes what is the person's. Where that was done before, the sign-in name was free since: somebody of another company
     * who has it by now keeps all.
     */
    void erase(Person person) {
        for (OfPeople store : stores) {
            if (!(store instanceof OfSignInNames) || !accounts.isNameOfAnother(person)) {
                store.erase(person);
            }
        }
    }
}
