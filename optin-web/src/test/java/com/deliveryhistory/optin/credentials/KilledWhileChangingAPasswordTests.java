package com.deliveryhistory.optin.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.ChangedPasswords;
import com.deliveryhistory.optin.accounts.Companies;
import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.accounts.Erasures;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.mail.CrowdedMailQueue;
import com.deliveryhistory.optin.mail.MailFixture;
import com.deliveryhistory.optin.mail.MailSettings;
import com.deliveryhistory.optin.passwords.CheapPasswords;
import com.deliveryhistory.optin.passwords.PasswordRules;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.sessions.Sessions;
import com.deliveryhistory.optin.sessions.SessionsOfAnotherProcess;
import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.optin.throttling.Allowances;
import com.deliveryhistory.services.storage.SignInNames;
import com.deliveryhistory.testing.KillSwitch;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** A process may end at any of the writes by which a password is changed. */
@WithMongo
class KilledWhileChangingAPasswordTests {

    private static final KillSwitch IMMORTAL = KillSwitch.never();
    private static final String OWN = "the session in which it is changed";

    private final String company = "c-" + UUID.randomUUID();
    private final TestClock clock = TestClock.running();
    private final MongoDatabase database;
    private final Instance immortal;
    private int people;

    KilledWhileChangingAPasswordTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
        immortal = instance(IMMORTAL);
    }

    @Test
    void nothing_stays_open_that_the_earlier_password_had_opened_and_its_owner_is_told_once() {
        KillSwitch.atEveryWrite(8, this::person, (kill, person) -> change(instance(kill), person), (when, person) -> {
            boolean changed = !passwordOf(person).equals(person.passwordHash());
            laterOnIsDoneWhatWasCutOff();

            assertThat(mails(person)).as(when).hasSize(changed ? 1 : 0);
            assertThat(activities(person)).as(when).hasSize(changed ? 1 : 0);
            if (changed) {
                assertThat(sessionsOf(person)).as(when).isSubsetOf(OWN);
                assertThat(resetLinksOf(person)).as(when).isZero();
            }
        });
    }

    @Test
    void the_session_in_which_it_is_changed_goes_on() {
        Account person = person();

        change(immortal, person);
        laterOnIsDoneWhatWasCutOff();

        assertThat(sessionsOf(person)).containsExactly(OWN);
    }

    @Test
    void who_signs_in_while_the_mail_waits_for_room_stays_signed_in_and_is_told_when_there_is_some() {
        Account person = person();
        immortal.mails().crowded(true);
        change(immortal, person);
        signedIn(person, "with the new password");
        laterOnIsDoneWhatWasCutOff();
        assertThat(mails(person)).isEmpty();

        immortal.mails().crowded(false);
        laterOnIsDoneWhatWasCutOff();

        assertThat(mails(person)).hasSize(1);
        assertThat(activities(person)).hasSize(1);
        assertThat(sessionsOf(person)).containsExactlyInAnyOrder(OWN, "with the new password");
    }

    @Test
    void many_who_wait_for_room_among_the_mails_keep_no_change_that_was_cut_off_from_being_finished() {
        immortal.mails().crowded(true);
        for (int i = 0; i < 60; i++) {
            change(immortal, person());
        }
        Account person = person();
        KillSwitch atTheChange = new KillSwitch(2, true);
        Instance killed = instance(atTheChange);
        assertThatExceptionOfType(KillSwitch.Killed.class).isThrownBy(() -> change(killed, person));
        assertThat(passwordOf(person)).isNotEqualTo(person.passwordHash());
        signedIn(person, "with the earlier password, meanwhile");

        laterOnIsDoneWhatWasCutOff();

        assertThat(sessionsOf(person)).isEmpty();
        assertThat(resetLinksOf(person)).isZero();
    }

    private static void change(Instance instance, Account person) {
        instance.changes().set(person, "another password of " + person.name(), OWN + person.name());
    }

    /** By two sweeps, as the second one must find nothing to do. */
    private void laterOnIsDoneWhatWasCutOff() {
        for (int i = 0; i < 2; i++) {
            clock.advance(Duration.ofMinutes(2));
            immortal.changes().finishWhatWasCutOff();
        }
    }

    /** What of a process is needed here. */
    private record Instance(PasswordChanges changes, Accounts accounts, ResetLinks links, CrowdedMailQueue mails) {}

    private Instance instance(KillSwitch killSwitch) {
        try (var parts = new AnnotationConfigApplicationContext()) {
            MongoDatabase mortal = killSwitch.on(database);
            parts.registerBean(MongoDatabase.class, () -> mortal);
            parts.registerBean(Clock.class, () -> clock);
            parts.registerBean(Sessions.class, () -> SessionsOfAnotherProcess.in(mortal, clock));
            parts.registerBean(PasswordPolicy.class, () -> company -> true);
            parts.registerBean(MailSettings.class, MailFixture::settings);
            parts.registerBean(SimpleMeterRegistry.class);
            parts.register(
                    Companies.class,
                    Accounts.class,
                    ChangedPasswords.class,
                    Erasures.class,
                    ActivityLog.class,
                    CrowdedMailQueue.class,
                    Allowances.class,
                    SecurityLog.class,
                    CheapPasswords.class,
                    PasswordRules.class,
                    ResetLinks.class,
                    PasswordChanges.class);
            parts.refresh();
            return new Instance(
                    parts.getBean(PasswordChanges.class),
                    parts.getBean(Accounts.class),
                    parts.getBean(ResetLinks.class),
                    parts.getBean(CrowdedMailQueue.class));
        }
    }

    /** Another person than before, signed in twice, and with a link for a new password. */
    private Account person() {
        people++;
        String name = company + "-" + people;
        Member member = new Member(name, company, "Company", Member.Role.USER, null);
        Account person =
                new Account(member, Account.State.ACTIVE, name + "@example.com", true, "the earlier password's", null);
        assertThat(immortal.accounts().add(person, "invitation of " + name, clock.instant()))
                .isTrue();
        signedIn(person, OWN);
        signedIn(person, "elsewhere");
        immortal.links()
                .add(
                        Hashes.newSecret(),
                        name,
                        new EmailAddress(name + "@example.com"),
                        clock.instant().plus(Duration.ofHours(1)));
        return person;
    }

    private void signedIn(Account person, String session) {
        database.getCollection("sessions")
                .insertOne(new Document("_id", Hashes.sha256(session + person.name()))
                        .append("owner", SignInNames.key(person.name()))
                        .append("name", session)
                        .append("signedInAt", Date.from(clock.instant())));
    }

    private List<String> sessionsOf(Account person) {
        return database.getCollection("sessions")
                .find(new Document("owner", SignInNames.key(person.name())))
                .map(session -> Objects.requireNonNull(session.getString("name")))
                .into(new ArrayList<>());
    }

    private long resetLinksOf(Account person) {
        return database.getCollection("passwordResets")
                .countDocuments(new Document("user", SignInNames.key(person.name())));
    }

    private String passwordOf(Account person) {
        return Objects.requireNonNull(
                immortal.accounts().find(person.name()).orElseThrow().passwordHash());
    }

    private List<Document> mails(Account person) {
        return database.getCollection("mails")
                .find(new Document("to", person.email()))
                .into(new ArrayList<>());
    }

    private List<Document> activities(Account person) {
        return database.getCollection("activities")
                .find(new Document("by", person.name()))
                .into(new ArrayList<>());
    }
}
