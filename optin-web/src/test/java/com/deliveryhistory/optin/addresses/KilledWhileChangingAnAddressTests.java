package com.deliveryhistory.optin.addresses;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.AddressChanges;
import com.deliveryhistory.optin.accounts.AddressChanges.Pending;
import com.deliveryhistory.optin.accounts.Companies;
import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.accounts.Erasures;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.mail.MailFixture;
import com.deliveryhistory.optin.mail.MailQueue;
import com.deliveryhistory.optin.mail.MailSettings;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.optin.throttling.Allowances;
import com.deliveryhistory.testing.KillSwitch;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** A process may end at any of the writes by which an address is changed. */
@WithMongo
class KilledWhileChangingAnAddressTests {

    private static final KillSwitch IMMORTAL = KillSwitch.never();

    private final String company = "c-" + UUID.randomUUID();
    private final TestClock clock = TestClock.running();
    private final MongoDatabase database;
    private final Instance immortal;
    private int people;

    KilledWhileChangingAnAddressTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
        immortal = instance(IMMORTAL);
        database.getCollection("companies").insertOne(new Document("_id", company).append("name", "Company"));
    }

    @Test
    void whatever_was_asked_for_is_told_once_and_its_newest_link_works() {
        KillSwitch.atEveryWrite(
                5, this::person, (kill, person) -> instance(kill).changes().ask(person, moved()), (when, person) -> {
                    laterOnIsToldWhatWasCutOff();

                    Optional<Pending> waiting = immortal.changes().pendingOf(person);
                    if (waiting.isEmpty()) {
                        assertThat(mails(moved())).as(when).isEmpty();
                        assertThat(mails(earlier())).as(when).isEmpty();
                    } else {
                        assertThat(kinds(earlier())).as(when).containsExactly("EMAIL_CHANGE_ASKED");
                        assertThat(activities(person)).as(when).containsExactly("EMAIL_CHANGE_ASKED");
                        assertThat(waiting.get().secretHash()).as(when).isEqualTo(hashOfNewestLink());
                    }
                });
    }

    @Test
    void an_address_that_was_confirmed_is_told_once_and_the_link_of_another_still_works() {
        KillSwitch.atEveryWrite(3, this::waiting, (kill, person) -> confirm(instance(kill), person), (when, person) -> {
            laterOnIsToldWhatWasCutOff();

            if (when.equals("killed before write 0")) {
                assertThat(email(person)).as(when).isEqualTo(earlier());
                assertThat(confirm(immortal, person)).as(when).isEqualTo(AddressChanges.Outcome.CONFIRMED);
            }
            assertThat(email(person)).as(when).isEqualTo(moved().value());
            assertThat(kinds(earlier())).as(when).containsExactly("EMAIL_CHANGE_ASKED", "EMAIL_CHANGED");
            assertThat(activities(person)).as(when).containsExactly("EMAIL_CHANGE_ASKED", "EMAIL_CONFIRMED");
        });
    }

    @Test
    void what_waits_is_cancelled_and_told_once_when_it_is_done_again() {
        KillSwitch.atEveryWrite(
                2, this::waiting, (kill, person) -> instance(kill).changes().cancel(person), (when, person) -> {
                    immortal.changes().cancel(person);

                    assertThat(immortal.changes().pendingOf(person)).as(when).isEmpty();
                    assertThat(activities(person))
                            .as(when)
                            .containsExactly("EMAIL_CHANGE_ASKED", "EMAIL_CHANGE_CANCELLED");
                });
    }

    @Test
    void a_link_that_was_cut_off_is_over_when_the_first_one_would_have_been() {
        Account person = cutOff();
        Instant over = immortal.changes().pendingOf(person).orElseThrow().expiresAt();
        clock.advance(Duration.ofHours(20));

        laterOnIsToldWhatWasCutOff();

        assertThat(mails(moved()))
                .hasSize(2)
                .allSatisfy(mail -> assertThat(mail.get("facts", Document.class).getString("until"))
                        .isEqualTo(over.toString()));
        assertThat(immortal.changes().pendingOf(person).map(Pending::expiresAt)).hasValue(over);
    }

    @Test
    void who_may_not_sign_in_is_mailed_no_link_unless_that_changes_in_time() {
        Account person = cutOff();
        Document disabled = new Document("disabled", person.name());
        updateCompany(new Document("$pull", new Document("users", person.name())).append("$push", disabled));
        laterOnIsToldWhatWasCutOff();
        assertThat(mails(moved())).hasSize(1);

        updateCompany(new Document("$pull", disabled).append("$push", new Document("users", person.name())));
        laterOnIsToldWhatWasCutOff();

        assertThat(mails(moved())).hasSize(2);
    }

    @Test
    void somebody_of_whom_nobody_can_be_told_keeps_no_others_from_being_told() {
        confirmedAndNotTold(person(), null);
        confirmedAndNotTold(person(), "moved@example.com");

        laterOnIsToldWhatWasCutOff();

        assertThat(kinds(earlier())).contains("EMAIL_CHANGED");
    }

    private static AddressChanges.Outcome confirm(Instance instance, Account person) {
        return instance.changes()
                .confirm(person, instance.changes().pendingOf(person).orElseThrow());
    }

    /** By two sweeps, as the second one must find nothing to do. */
    private void laterOnIsToldWhatWasCutOff() {
        for (int i = 0; i < 2; i++) {
            clock.advance(Duration.ofMinutes(2));
            immortal.changes().tellWhatWasCutOff();
        }
    }

    /** What of a process is needed here. */
    private record Instance(EmailChanges changes, Accounts accounts) {}

    private Instance instance(KillSwitch killSwitch) {
        try (var parts = new AnnotationConfigApplicationContext()) {
            parts.registerBean(MongoDatabase.class, () -> killSwitch.on(database));
            parts.registerBean(Clock.class, () -> clock);
            parts.registerBean(MailSettings.class, MailFixture::settings);
            parts.registerBean(SimpleMeterRegistry.class);
            parts.register(
                    Companies.class,
                    Accounts.class,
                    AddressChanges.class,
                    Erasures.class,
                    ActivityLog.class,
                    MailQueue.class,
                    Allowances.class,
                    SecurityLog.class,
                    ProvedAddresses.class,
                    EmailChanges.class);
            parts.refresh();
            return new Instance(parts.getBean(EmailChanges.class), parts.getBean(Accounts.class));
        }
    }

    /** Another person than before, with an address. */
    private Account person() {
        people++;
        Member member = new Member(company + "-" + people, company, "Company", Member.Role.USER, null);
        Account person = new Account(member, Account.State.ACTIVE, earlier(), true, null, null);
        assertThat(immortal.accounts().add(person, "invitation of " + member.name(), clock.instant()))
                .isTrue();
        return person;
    }

    /** Another person, who waits for another address. */
    private Account waiting() {
        Account person = person();
        immortal.changes().ask(person, moved());
        return person;
    }

    /** Another person, who waits for another address, the link to which was perhaps not mailed. */
    private Account cutOff() {
        Account person = waiting();
        database.getCollection("users")
                .updateOne(
                        new Document("_id", person.name()),
                        new Document("$set", new Document("pendingEmail.told", false)));
        return person;
    }

    /** {@code null} is none that can be read. */
    private void confirmedAndNotTold(Account person, @Nullable String address) {
        Document confirmed = new Document("id", person.name())
                .append("from", person.email())
                .append("email", address)
                .append("at", Date.from(clock.instant()));
        database.getCollection("users")
                .updateOne(
                        new Document("_id", person.name()),
                        new Document("$set", new Document("confirmedEmails", List.of(confirmed))));
    }

    private void updateCompany(Document update) {
        assertThat(database.getCollection("companies")
                        .updateOne(new Document("_id", company), update)
                        .getModifiedCount())
                .isOne();
    }

    private String email(Account person) {
        return String.valueOf(
                immortal.accounts().find(person.name()).map(Account::email).orElse(""));
    }

    private String earlier() {
        return company + "-" + people + "@example.com";
    }

    private EmailAddress moved() {
        return new EmailAddress(company + "-" + people + "@moved.example");
    }

    private String hashOfNewestLink() {
        String link = mails(moved()).getLast().get("facts", Document.class).getString("link");
        return Hashes.sha256(link.replaceFirst(".*/", ""));
    }

    private List<Document> mails(EmailAddress address) {
        return mails(address.value());
    }

    private List<Document> mails(String address) {
        return database.getCollection("mails")
                .find(new Document("to", address))
                .sort(new Document("queuedAt", 1))
                .into(new ArrayList<>());
    }

    private List<String> kinds(String address) {
        return mails(address).stream().map(mail -> mail.getString("kind")).toList();
    }

    private List<String> activities(Account person) {
        return database.getCollection("activities")
                .find(new Document("by", person.name()))
                .sort(new Document("at", 1))
                .map(activity -> activity.getString("kind"))
                .into(new ArrayList<>());
    }
}
