package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.accounts.Member.Role;
import com.deliveryhistory.optin.credentials.ForgettingHere;
import com.deliveryhistory.optin.erasing.ErasingPeople;
import com.deliveryhistory.optin.identityproviders.AccountLinks;
import com.deliveryhistory.optin.invitations.AcceptingHere;
import com.deliveryhistory.optin.invitations.Inviting;
import com.deliveryhistory.optin.people.People;
import com.deliveryhistory.optin.people.People.Outcome;
import com.deliveryhistory.optin.secondfactor.SecondFactors;
import com.deliveryhistory.optin.secondfactor.SettingUpHere;
import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.optin.upsusers.UpsUserNames;
import com.deliveryhistory.testing.KillSwitch;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A process may end at any of the writes of what people do here. */
@ExtendWith(OutputCaptureExtension.class)
class InterruptedActsTests extends WebTest {

    private static final String NEW_PASSWORD = "blue elephant dances tango";

    @Autowired
    People people;

    @Autowired
    Inviting inviting;

    @Autowired
    AccountLinks links;

    @Autowired
    UpsUserNames upsUsers;

    @Autowired
    SecondFactors factors;

    @Autowired
    Accounts accounts;

    @Autowired
    ErasingPeople erasing;

    @Autowired
    InterruptibleStore store;

    @Autowired
    BeanFactory beans;

    private int made;

    @BeforeEach
    void everybody_stands_in_a_list_of_the_company() {
        accounts.of(id());
    }

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

    /**
     * An invitation that was mailed.
     *
     * @param secret of its link
     * @param name of who is to accept it
     */
    private record Invited(String email, String secret, String name) {}

    @Test
    void whoever_has_an_account_has_accepted_the_invitation_and_is_erased_with_its_address() {
        AcceptingHere accepting = new AcceptingHere(beans);
        Consumer<Invited> accept = who -> accepting.accept(who.secret(), who.name(), NEW_PASSWORD);
        atEveryWrite(4, this::invited, accept, (when, who) -> {
            boolean added = accounts.find(who.name()).isPresent();
            itIsTimeTwiceFor("completeWhatWasCutOff");

            assertThat(activities("INVITATION_ACCEPTED", "details.email", who.email()))
                    .as(when)
                    .isEqualTo(added ? 1 : 0);
            assertThat(isStillInvited(who)).as(when).isEqualTo(!added);
            String name = added ? who.name() : who.name() + "-again";
            if (!added) {
                assertThat(accepting.accept(who.secret(), name, NEW_PASSWORD))
                        .as(when)
                        .isEmpty();
            }
            movedTo(name, name + "@moved.example");
            assertThat(erasing.erase(id(), name, false, "maria")).isInstanceOf(ErasingPeople.Outcome.Erased.class);
            assertThat(Left.of(database(), who.email())).as(when).isEmpty();
        });
    }

    @Test
    void an_invitation_that_is_revoked_is_gone_and_told_once_when_it_is_done_again() {
        Consumer<Invited> revoke = who -> inviting.revoke(administrator(), new EmailAddress(who.email()));
        atEveryWrite(2, this::invited, revoke, (when, who) -> {
            revoke.accept(who);

            assertThat(isStillInvited(who)).as(when).isFalse();
            assertThat(activities("INVITATION_REVOKED", "details.email", who.email()))
                    .as(when)
                    .isOne();
        });
    }

    @Test
    void an_invitation_that_was_just_accepted_is_not_revoked() {
        Invited who = invited();
        acceptUpTo(1, who);
        assertThat(accounts.find(who.name())).isPresent();

        assertThat(inviting.revoke(administrator(), new EmailAddress(who.email())))
                .isFalse();

        itIsTimeTwiceFor("completeWhatWasCutOff");
        assertThat(activities("INVITATION_REVOKED", "details.email", who.email()))
                .isZero();
        assertThat(activities("INVITATION_ACCEPTED", "details.email", who.email()))
                .isOne();
    }

    @Test
    void who_has_just_accepted_the_invitation_is_sent_no_other_link() {
        Invited who = invited();
        acceptUpTo(1, who);

        assertThat(inviting.sendAgain(administrator(), new EmailAddress(who.email())))
                .isEmpty();

        itIsTimeTwiceFor("completeWhatWasCutOff");
        theInvitationIsAccepted(who);
    }

    @Test
    void who_accepts_the_invitation_while_another_link_is_about_to_be_sent_has_accepted_it() {
        Invited who = invited();

        store.with(
                new InterruptibleStore.BeforeWrite(0, () -> acceptUpTo(1, who)),
                () -> inviting.sendAgain(administrator(), new EmailAddress(who.email())));

        itIsTimeTwiceFor("completeWhatWasCutOff");
        theInvitationIsAccepted(who);
    }

    @Test
    void who_is_just_accepting_the_invitation_is_not_invited_once_more() {
        Invited who = invited();
        acceptUpTo(0, who);

        Inviting.Outcome outcome =
                inviting.invite(administrator(), new EmailAddress(who.email()), Role.USER, Locale.ENGLISH);

        assertThat(outcome).isEqualTo(Inviting.Outcome.HAS_ACCOUNT);
        assertThat(activities("USER_INVITED", "details.email", who.email())).isOne();
    }

    @Test
    void what_an_earlier_version_left_of_accepting_an_invitation_is_completed_or_can_be_revoked() {
        Invited reserved = invited();
        acceptUpTo(0, reserved);
        Invited added = invited();
        acceptUpTo(1, added);
        collection("invitations")
                .updateMany(
                        new Document("company", company),
                        new Document("$unset", new Document("acceptedAt", ""))); // it did not note when

        itIsTimeTwiceFor("completeWhatWasCutOff");

        theInvitationIsAccepted(added);
        assertThat(inviting.revoke(administrator(), new EmailAddress(reserved.email())))
                .isTrue();
    }

    /** As a process does that ends right after this write. */
    private void acceptUpTo(int write, Invited who) {
        AcceptingHere accepting = new AcceptingHere(beans);
        assertThat(isKilled(
                        new KillSwitch(write, true), () -> accepting.accept(who.secret(), who.name(), NEW_PASSWORD)))
                .isTrue();
    }

    private void theInvitationIsAccepted(Invited who) {
        assertThat(activities("INVITATION_ACCEPTED", "details.email", who.email()))
                .isOne();
        assertThat(collection("invitations").countDocuments(new Document("email", who.email())))
                .isZero();
        assertThat(mails("INVITATION", who.email())).hasSize(1);
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

    @Test
    void a_ups_user_who_is_named_is_told_once() {
        Consumer<String> name = typed -> upsUsers.name(administrator(), Application.ODCS, typed);
        atEveryWrite(3, this::newName, name, (when, typed) -> {
            boolean named = typed.equals(named());
            itIsTimeTwiceFor("tellNamesWhereCutOff");

            assertThat(activities("UPS_USER_NAMED", "details.upsUser", typed))
                    .as(when)
                    .isEqualTo(named ? 1 : 0);
        });
    }

    @Test
    void a_name_that_is_replaced_before_it_was_told_is_told_as_well() {
        String first = newName();
        String second = newName();
        assertThat(isKilled(new KillSwitch(0, true), () -> upsUsers.name(administrator(), Application.ODCS, first)))
                .isTrue();

        upsUsers.name(administrator(), Application.ODCS, second);
        itIsTimeTwiceFor("tellNamesWhereCutOff");

        assertThat(activities("UPS_USER_NAMED", "details.upsUser", first)).isOne();
        assertThat(activities("UPS_USER_NAMED", "details.upsUser", second)).isOne();
    }

    @Test
    void a_ups_user_is_named_no_more_and_that_is_told_once_when_it_is_done_again() {
        Runnable forget = () -> upsUsers.name(administrator(), Application.ODCS, " ");
        Supplier<String> named = () -> {
            String name = newName();
            upsUsers.name(administrator(), Application.ODCS, name);
            return name;
        };
        atEveryWrite(2, named, name -> forget.run(), (when, name) -> {
            forget.run();

            assertThat(named()).as(when).isEmpty();
            assertThat(activities("UPS_USER_FORGOTTEN", "company", company))
                    .as(when)
                    .isEqualTo(made);
        });
    }

    @Test
    void a_ups_user_who_is_named_while_another_administrator_has_the_one_before_forgotten_stays_and_is_told() {
        String before = newName();
        String next = newName();
        upsUsers.name(administrator(), Application.ODCS, before);
        clock.advance(Duration.ofSeconds(1));
        Runnable nameNext =
                () -> isKilled(new KillSwitch(0, true), () -> upsUsers.name(administrator(), Application.ODCS, next));

        store.with(
                new InterruptibleStore.BeforeWrite(1, nameNext),
                () -> upsUsers.name(administrator(), Application.ODCS, " "));
        itIsTimeTwiceFor("tellNamesWhereCutOff");

        assertThat(named()).isEqualTo(next);
        assertThat(activities("UPS_USER_NAMED", "details.upsUser", next)).isOne();
    }

    @Test
    void a_second_factor_that_is_set_up_is_told_once_and_no_session_goes_on_without_it(CapturedOutput output) {
        SettingUpHere settingUp = new SettingUpHere(beans);
        Consumer<Account> setUp = person -> settingUp.confirm(
                person.member(), settingUp.proposedCode(person.member(), "own", clock.instant()), "own");
        atEveryWrite(8, this::newcomer, setUp, (when, person) -> {
            boolean isSetUp = factors.isSetUp(person.name());
            if (isSetUp && !isFinished(person)) {
                signedIn(person); // meanwhile, so without it
            }
            itIsTimeTwiceFor("finishSetUpsWhereCutOff");

            assertThat(activities("SECOND_FACTOR_SET_UP", "by", person.name()))
                    .as(when)
                    .isEqualTo(isSetUp ? 1 : 0);
            assertThat(mails("SECOND_FACTOR_SET_UP", person.name() + "@example.com"))
                    .as(when)
                    .hasSize(isSetUp ? 1 : 0);
            if (isSetUp) {
                assertThat(sessionsOf(person)).as(when).isZero();
                assertThat(output.getAll())
                        .as(when)
                        .contains("event=\"SECOND_FACTOR_SET_UP\" person=\"" + person.name() + "\"");
                assertThat(factors.recoveryCodesOf(person.name()))
                        .as(when)
                        .hasValueSatisfying(codes -> assertThat(codes.kept()).isFalse());
            }
        });
    }

    @Test
    void a_second_factor_that_is_removed_while_its_set_up_is_cut_off_is_told_and_leaves_no_session_without_it() {
        Consumer<Account> remove = person -> factors.remove(person, person.name());
        atEveryWrite(4, this::cutOffWhenSetUp, remove, (when, person) -> {
            itIsTimeTwiceFor("finishSetUpsWhereCutOff");

            assertThat(activities("SECOND_FACTOR_SET_UP", "by", person.name()))
                    .as(when)
                    .isOne();
            assertThat(mails("SECOND_FACTOR_SET_UP", person.name() + "@example.com"))
                    .as(when)
                    .hasSize(1);
            if (factors.isSetUp(person.name())) {
                assertThat(sessionsOf(person)).as(when).isZero();
            }
        });
    }

    /** Somebody who signed in before the second factor was seen, as the process that set it up ended right then. */
    private Account cutOffWhenSetUp() {
        SettingUpHere settingUp = new SettingUpHere(beans);
        for (int write = 0; ; write++) {
            Account person = newcomer();
            String code = settingUp.proposedCode(person.member(), "own", clock.instant());
            isKilled(new KillSwitch(write, true), () -> settingUp.confirm(person.member(), code, "own"));
            if (factors.isSetUp(person.name())) {
                signedIn(person);
                return person;
            }
        }
    }

    @Test
    void recovery_codes_that_are_renewed_are_told_once(CapturedOutput output) {
        SettingUpHere settingUp = new SettingUpHere(beans);
        Consumer<Account> renew = person -> settingUp.renewCodes(person.member());
        atEveryWrite(3, this::withKeptCodes, renew, (when, person) -> {
            boolean renewed =
                    !factors.recoveryCodesOf(person.name()).orElseThrow().kept();
            itIsTimeTwiceFor("tellOfCodesWhereCutOff");

            assertThat(activities("RECOVERY_CODES_RENEWED", "by", person.name()))
                    .as(when)
                    .isEqualTo(renewed ? 1 : 0);
            if (renewed) {
                assertThat(output.getAll())
                        .as(when)
                        .contains("event=\"RECOVERY_CODES_RENEWED\" person=\"" + person.name() + "\"");
            }
        });
    }

    @Test
    void recovery_codes_that_are_renewed_are_told_also_if_the_second_factor_is_removed_before() {
        Account person = withKeptCodes();
        SettingUpHere settingUp = new SettingUpHere(beans);
        assertThat(isKilled(new KillSwitch(0, true), () -> settingUp.renewCodes(person.member())))
                .isTrue();

        factors.remove(person, "operator:maria");

        assertThat(activities("RECOVERY_CODES_RENEWED", "by", person.name())).isOne();
    }

    private Account withKeptCodes() {
        SettingUpHere settingUp = new SettingUpHere(beans);
        Account person = newcomer();
        String code = settingUp.proposedCode(person.member(), "own", clock.instant());
        assertThat(settingUp.confirm(person.member(), code, "own")).isPresent();
        settingUp.keepCodes(person.member());
        return person;
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

    private Meant meant() {
        collection("allowances").deleteMany(new Document()); // all ask from one network
        Account person = newcomer();
        return new Meant(person, newcomer(Objects.requireNonNull(person.email())));
    }

    /** Ends a process at each write of an act, before and after it took effect, and looks what becomes of it. */
    private <T> void atEveryWrite(int fewest, Supplier<T> prepare, Consumer<T> act, BiConsumer<String, T> look) {
        KillSwitch counting = new KillSwitch(-1, false);
        T whole = prepare.get();
        assertThat(isKilled(counting, () -> act.accept(whole))).isFalse();
        assertThat(counting.writes()).isGreaterThanOrEqualTo(fewest);
        for (int killAt = 0; killAt < counting.writes(); killAt++) {
            for (boolean afterEffect : new boolean[] {false, true}) {
                T each = prepare.get();
                KillSwitch kill = new KillSwitch(killAt, afterEffect);
                assertThat(isKilled(kill, () -> act.accept(each))).isTrue();
                look.accept("killed %s write %d".formatted(afterEffect ? "after" : "before", killAt), each);
            }
        }
    }

    private boolean isKilled(KillSwitch kill, Runnable act) {
        try {
            store.with(kill, () -> {
                act.run();
                return act;
            });
            return false;
        } catch (KillSwitch.Killed e) {
            return true;
        }
    }

    /** By two sweeps, as the second one must find nothing to do. */
    private void itIsTimeTwiceFor(String sweep) {
        for (int i = 0; i < 2; i++) {
            clock.advance(Duration.ofMinutes(2));
            itIsTimeFor(sweep);
        }
    }

    private CompanyId id() {
        return new CompanyId(company);
    }

    private Member administrator() {
        return accounts.find(admin).orElseThrow().member();
    }

    /** Another user than before, who is signed in. */
    private Account newcomer() {
        return newcomer(company + "-new-" + made++);
    }

    private Account newcomer(String name) {
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

    private void signedIn(Account person) {
        collection("sessions")
                .insertOne(new Document("_id", Hashes.newSecret())
                        .append("owner", person.name())
                        .append("signedInAt", Date.from(clock.instant())));
    }

    private long sessionsOf(Account person) {
        return collection("sessions").countDocuments(new Document("owner", person.name()));
    }

    private boolean isFinished(Account person) {
        Document factor = Objects.requireNonNull(collection("secondFactors")
                .find(new Document("_id", person.name()))
                .first());
        return factor.getList("untoldSetUps", Document.class, List.of()).isEmpty();
    }

    private Invited invited() {
        String name = company + "-invited-" + made++;
        String email = name + "@invited.example";
        inviting.invite(administrator(), new EmailAddress(email), Role.USER, Locale.ENGLISH);
        String link = mails("INVITATION", email)
                .getFirst()
                .get("facts", Document.class)
                .getString("link");
        return new Invited(email, link.replaceFirst(".*/", ""), name);
    }

    private boolean isStillInvited(Invited who) {
        return inviting.of(id()).stream().anyMatch(open -> open.email().value().equals(who.email()));
    }

    private void movedTo(String name, String address) {
        collection("users")
                .updateOne(
                        new Document("_id", name),
                        new Document("$set", new Document("email", address).append("emailKey", address)));
    }

    /** Another UPS.com user than before. */
    private String newName() {
        return company + "-ups-" + made++;
    }

    private String named() {
        return upsUsers.find(new GrantId(id(), Application.ODCS))
                .map(named -> named.user().name())
                .orElse("");
    }

    private long activities(String kind, String field, String value) {
        return collection("activities").countDocuments(new Document("kind", kind).append(field, value));
    }

    private List<Document> mails(String kind, String to) {
        return collection("mails")
                .find(new Document("kind", kind).append("to", to))
                .into(new ArrayList<>());
    }

    private MongoDatabase database() {
        return mongo.client().getDatabase(mongo.database());
    }
}
