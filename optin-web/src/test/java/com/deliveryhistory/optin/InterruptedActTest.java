package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.accounts.Member.Role;
import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.testing.KillSwitch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** Acts of people, at any write of which the process may end. */
abstract class InterruptedActTest extends WebTest {

    @Autowired
    Accounts accounts;

    @Autowired
    InterruptibleStore store;

    @Autowired
    BeanFactory beans;

    int made;

    @BeforeEach
    void everybody_stands_in_a_list_of_the_company() {
        accounts.of(id());
    }

    /** Ends a process at each write of an act, before and after it took effect, and looks what becomes of it. */
    <T> void atEveryWrite(int fewest, Supplier<T> prepare, Consumer<T> act, BiConsumer<String, T> look) {
        KillSwitch.atEveryWrite(fewest, prepare, (kill, each) -> kill(kill, () -> act.accept(each)), look);
    }

    private void kill(KillSwitch kill, Runnable act) {
        store.with(kill, () -> {
            act.run();
            return act;
        });
    }

    boolean isKilled(KillSwitch kill, Runnable act) {
        try {
            kill(kill, act);
            return false;
        } catch (KillSwitch.Killed e) {
            return true;
        }
    }

    /** By two sweeps, as the second one must find nothing to do. */
    void itIsTimeTwiceFor(String sweep) {
        for (int i = 0; i < 2; i++) {
            clock.advance(Duration.ofMinutes(2));
            itIsTimeFor(sweep);
        }
    }

    CompanyId id() {
        return new CompanyId(company);
    }

    Member administrator() {
        return accounts.find(admin).orElseThrow().member();
    }

    /** Another user than before, who is signed in. */
    Account newcomer() {
        return newcomer(company + "-new-" + made++);
    }

    Account newcomer(String name) {
        Account added = new Account(
                new Member(name, company, "Company", Role.USER, null),
                Account.State.ACTIVE,
                name.replace('@', '-') + "@example.com",
                true,
                "a password's hash",
                null);
        assertThat(accounts.add(added, "invitation of " + name, clock.instant()))
                .isTrue();
        signedIn(added);
        return accounts.find(name).orElseThrow();
    }

    void signedIn(Account person) {
        collection("sessions")
                .insertOne(new Document("_id", Hashes.newSecret())
                        .append("owner", person.name())
                        .append("signedInAt", Date.from(clock.instant())));
    }

    long sessionsOf(Account person) {
        return collection("sessions").countDocuments(new Document("owner", person.name()));
    }

    long activities(String kind, String field, String value) {
        return collection("activities").countDocuments(new Document("kind", kind).append(field, value));
    }

    List<Document> mails(String kind, String to) {
        return collection("mails")
                .find(new Document("kind", kind).append("to", to))
                .into(new ArrayList<>());
    }
}
