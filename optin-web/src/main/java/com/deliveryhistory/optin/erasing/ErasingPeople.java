package com.deliveryhistory.optin.erasing;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.Companies;
import com.deliveryhistory.optin.accounts.Erasures;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.storage.NamesPeople;
import com.deliveryhistory.optin.storage.Person;
import com.deliveryhistory.services.storage.SignInNames;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Erases people of a company that stays. The first write shuts the person out and remembers the pseudonym; then goes what is
 * the person's alone, and what is the company's gets the pseudonym in place of the person; the account is the last to go.
 * Whatever is cut off is completed by doing it again.
 */
@Component
public class ErasingPeople {

    private final Erasures erasures;
    private final Accounts accounts;
    private final Companies companies;
    private final Hindrances hindrances;
    private final ActivityLog activities;
    private final Belongings belongings;
    private final List<NamesPeople> namesPeople;
    private final Clock clock;

    ErasingPeople(
            Erasures erasures,
            Accounts accounts,
            Companies companies,
            Hindrances hindrances,
            ActivityLog activities,
            Belongings belongings,
            List<NamesPeople> namesPeople,
            Clock clock) {
        this.erasures = erasures;
        this.accounts = accounts;
        this.companies = companies;
        this.hindrances = hindrances;
        this.activities = activities;
        this.belongings = belongings;
        this.namesPeople = List.copyOf(namesPeople);
        this.clock = clock;
    }

    /** What came of erasing. */
    public sealed interface Outcome {

        /** There is no such account any more, and activities name the pseudonym. */
        record Erased(String pseudonym) implements Outcome {}

        /** Nothing was done: the company would have no administrator. */
        record LastAdmin() implements Outcome {}

        /** Nothing was done: something that was announced, perhaps by the person, is on its way. */
        record Hindered(Hindrance by) implements Outcome {}

        /** The company has nobody with that name, and never erased somebody who had it. */
        record NotThere() implements Outcome {}
    }

    /**
     * Erases somebody. Can be done again at any time, also after it was killed.
     *
     * @param evenUnanswered also while an opt-in that Kafka has is not answered by token-manager
     * @param operator who does it, for the activity log
     */
    public Outcome erase(CompanyId company, String name, boolean evenUnanswered, String operator) {
        Optional<Account> account = accounts.find(company, name); // stands in a list of the company from now on
        Optional<String> known = erasures.of(company.value()).pseudonymOfErased(name);
        if (account.isEmpty() && known.isEmpty()) {
            return new Outcome.NotThere();
        }
        Optional<Hindrance> hindrance = hindrances.ofPeople(company, evenUnanswered);
        if (hindrance.isPresent()) {
            return new Outcome.Hindered(hindrance.get());
        }
        String pseudonym = erasures.pseudonymOf(company, name).orElseThrow();
        boolean kept = account.isPresent() && !erasures.shutOut(company, SignInNames.key(name), pseudonym);
        if (kept && accounts.find(company, name).isPresent()) { // else another has erased the person since
            return new Outcome.LastAdmin();
        }
        activities.add(
                "person-erased-" + company + "-" + pseudonym,
                new Activity(
                        company,
                        clock.instant(),
                        Activity.Kind.PERSON_ERASED,
                        Activity.operator(operator),
                        Map.of("person", pseudonym)));
        Person person = person(company, name);
        belongings.erase(person);
        namesPeople.forEach(store -> store.rename(person, pseudonym));
        accounts.remove(person);
        companies.leave(company.value(), person.key());
        return new Outcome.Erased(pseudonym);
    }

    private Person person(CompanyId company, String name) {
        Person known = accounts.toErase(company, name).orElseGet(() -> new Person(company, name.strip(), Set.of()));
        Set<String> addresses = new HashSet<>(known.addresses());
        addresses.addAll(activities.addressesOf(company, name));
        return new Person(company, known.name(), addresses);
    }
}
