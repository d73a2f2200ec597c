package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.accounts.Member.Role;
import com.deliveryhistory.optin.erasing.ErasingPeople;
import com.deliveryhistory.optin.invitations.AcceptingHere;
import com.deliveryhistory.optin.invitations.Inviting;
import com.deliveryhistory.testing.KillSwitch;
import com.mongodb.client.MongoDatabase;
import java.util.Locale;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A process may end at any of the writes of inviting somebody and of accepting that. */
class InterruptedInvitationsTests extends InterruptedActTest {

    private static final String NEW_PASSWORD = "blue elephant dances tango";

    @Autowired
    Inviting inviting;

    @Autowired
    ErasingPeople erasing;

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

    private MongoDatabase database() {
        return mongo.client().getDatabase(mongo.database());
    }
}
