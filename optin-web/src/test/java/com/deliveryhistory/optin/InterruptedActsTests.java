package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.InterruptibleStore.BeforeWrite;
import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.credentials.ForgettingHere;
import com.deliveryhistory.optin.credentials.PasswordResets;
import com.deliveryhistory.optin.identityproviders.AccountLinks;
import com.deliveryhistory.optin.people.People;
import com.deliveryhistory.optin.people.People.Outcome;
import com.deliveryhistory.optin.storage.Hashes;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A process may end at any of the writes of what people do with others' accounts, and of asking for a new password. */
@ExtendWith(OutputCaptureExtension.class)
class InterruptedActsTests extends InterruptedActTest {

    @Autowired
    People people;

    @Autowired
    AccountLinks links;

    @Autowired
    PasswordResets resets;

    /** What an administrator does with somebody. */
    private interface Change {
        Outcome make(CompanyId company, String by, Account person);
    }

    @Test
    void whoever_is_made_an_administrator_is_signed_out_and_it_is_told_once(CapturedOutput output) {
        everyChangeIsTold("MADE_ADMIN", people::makeAdmin, output);
    }

    @Test
    void whoever_is_disabled_is_signed_out_and_it_is_told_once(CapturedOutput output) {
        everyChangeIsTold("USER_DISABLED", people::disable, output);
    }

    private void everyChangeIsTold(String kind, Change change, CapturedOutput output) {
        atEveryWrite(4, this::newcomer, person -> change.make(id(), admin, person), (when, person) -> {
            Account now = accounts.find(person.name()).orElseThrow();
            boolean changed = now.member().isAdmin() || !now.isActive();
            itIsTimeTwiceFor("tellChangesWhereCutOff");

            assertThat(activities(kind, "details.person", person.name()))
                    .as(when)
                    .isEqualTo(changed ? 1 : 0);
            if (changed) {
                assertThat(sessionsOf(person)).as(when).isZero();
                assertThat(output.getAll())
                        .as(when)
                        .contains("event=\"PERSON_CHANGED\" person=\"%s\" change=\"%s\" by=\"%s\""
                                .formatted(person.name(), kind, admin));
            }
            assertThat(change.make(id(), admin, person)).as(when).isEqualTo(changed ? Outcome.UNCHANGED : Outcome.DONE);
            assertThat(activities(kind, "details.person", person.name()))
                    .as(when)
                    .isOne();
        });
    }

    @Test
    void who_is_unlinked_is_signed_out_and_it_is_told_once_when_it_is_done_again() {
        Consumer<Account> unlink = person -> links.unlink(id(), "operator:maria", person);
        atEveryWrite(4, this::linked, unlink, (when, person) -> {
            unlink.accept(person);

            assertThat(collection("identities").countDocuments(new Document("user", person.name())))
                    .as(when)
                    .isZero();
            assertThat(sessionsOf(person)).as(when).isZero();
            assertThat(activities("IDENTITY_UNLINKED", "details.person", person.name()))
                    .as(when)
                    .isOne();
        });
    }

    @Test
    void who_is_linked_anew_and_unlinked_once_more_is_told_that_too() {
        Account person = newcomer();
        Instant first = clock.instant();
        for (Instant since : List.of(first, first.plusSeconds(1))) {
            link(person, "identity of " + person.name(), since);
            links.unlink(id(), "operator:maria", person);
        }

        assertThat(activities("IDENTITY_UNLINKED", "details.person", person.name()))
                .isEqualTo(2);
    }

    /** Somebody, and somebody else who has chosen that one's mail address as a sign-in name. */
    private record Meant(Account person, Account chooser) {

        String address() {
            return chooser.name();
        }
    }

    @Test
    void whoever_is_meant_by_who_has_forgotten_the_password_is_sent_one_link_and_that_is_told_once() {
        ForgettingHere forgetting = ForgettingHere.seenTo(beans);
        Consumer<Meant> forget = meant -> forgetting.forgotten(meant.address());
        atEveryWrite(11, this::meant, forget, (when, meant) -> {
            boolean stored =
                    collection("forgottenPasswords").countDocuments(new Document("typed", meant.address())) > 0;
            boolean seenTo = !mails("PASSWORD_RESET", meant.address()).isEmpty();
            itIsTimeTwiceFor("seeToForgotten");

            for (Account each : List.of(meant.person(), meant.chooser())) {
                assertThat(mails("PASSWORD_RESET", Objects.requireNonNull(each.email())))
                        .as(when)
                        .hasSize(stored || seenTo ? 1 : 0);
                assertThat(activities("PASSWORD_RESET_SENT", "details.person", each.name()))
                        .as(when)
                        .isEqualTo(stored || seenTo ? 1 : 0);
            }
        });
    }

    @Test
    void a_link_for_a_new_password_that_was_noted_is_mailed_even_if_as_many_mails_wait_by_then_as_may_wait() {
        Account person = newcomer();
        BeforeWrite noted = new BeforeWrite(0, () -> mails.crowded(true));

        assertThat(store.with(noted, () -> resets.send(person, admin))).isTrue();

        assertThat(mails("PASSWORD_RESET", Objects.requireNonNull(person.email())))
                .hasSize(1);
    }

    private Meant meant() {
        collection("allowances").deleteMany(new Document()); // all ask from one network
        Account person = newcomer();
        return new Meant(person, newcomer(Objects.requireNonNull(person.email())));
    }

    /** Another one than before, as an earlier version may have linked somebody: more than once. */
    private Account linked() {
        Account person = newcomer();
        link(person, Hashes.newSecret(), clock.instant());
        link(person, Hashes.newSecret(), clock.instant());
        return person;
    }

    private void link(Account person, String identity, Instant since) {
        collection("identities")
                .insertOne(new Document("_id", identity)
                        .append("user", person.name())
                        .append("company", company)
                        .append("since", Date.from(since)));
    }
}
