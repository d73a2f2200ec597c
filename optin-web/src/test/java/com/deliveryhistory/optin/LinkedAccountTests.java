package com.deliveryhistory.optin;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.unset;
import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.operations.Desk;
import com.deliveryhistory.testing.Said;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

/** An account belongs to the person who signed in to it first, whoever has its address at the provider later. */
@ExtendWith(OutputCaptureExtension.class)
class LinkedAccountTests extends CompanySignInTest {

    @Autowired
    private ApplicationContext context;

    private Desk desk;

    private final String next = "next-" + person;

    @BeforeEach
    void sitDown() {
        desk = new Desk(context);
    }

    @Test
    void who_has_the_address_of_a_linked_account_at_the_provider_later_is_not_signed_in(CapturedOutput output) {
        signIn(claims -> claims);
        Browser another = stranger();

        Page refused = signInAs(next, another);

        assertThat(problem(refused)).isEqualTo("LINKED_TO_ANOTHER");
        assertThat(refused.find("#problem").text()).contains("belongs to somebody else", "tell an administrator");
        assertThat(another.get("/").address().getPath()).isEqualTo("/sign-in");
        assertThat(output.getAll())
                .contains("event=\"IDENTITY_REFUSED\" person=\"" + person + "\"", "reason=\"LINKED_TO_ANOTHER: ");
        assertThat(browser.get("/profile").text()).contains(person);
    }

    @Test
    void the_companys_administrators_are_told_once_of_who_was_not_signed_in() {
        signIn(claims -> claims);

        signInAs(next, stranger());
        signInAs(next, stranger());

        assertThat(activities("IDENTITY_REFUSED")).hasSize(1);
        assertThat(signedIn(COMPANY + "-admin").get("/activity").text())
                .contains("Somebody else at the identity provider has the e-mail address of " + person);
    }

    @Test
    void an_account_that_an_earlier_version_linked_belongs_to_that_person_too() {
        signIn(claims -> claims);
        collection("identities").updateMany(eq("user", person), unset("linked"));

        assertThat(problem(signInAs(next, stranger()))).isEqualTo("LINKED_TO_ANOTHER");
        assertThat(signInAs(person, stranger()).text()).contains(person);
    }

    @Test
    void who_is_unlinked_has_to_sign_in_anew_and_belongs_to_who_does_that_first() {
        signIn(claims -> claims);

        Said unlinked = desk.says("unlink", COMPANY, person, "--as", "maria");

        assertThat(unlinked.err()).isEmpty();
        assertThat(unlinked.out()).contains("All sessions have ended");
        assertThat(browser.get("/").address().getPath()).isEqualTo("/sign-in");
        assertThat(signInAs(next, stranger()).text()).contains(person);
        assertThat(problem(signInAs(person, stranger()))).isEqualTo("LINKED_TO_ANOTHER");
        assertThat(activities("IDENTITY_UNLINKED"))
                .extracting(activity -> activity.getString("by"))
                .containsExactly("operator:maria");
    }

    @Test
    void who_belongs_to_nobody_cannot_be_unlinked() {
        Said said = desk.says("unlink", COMPANY, person);

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("Nothing was changed: " + person + " of " + COMPANY);
    }

    @Test
    void everybody_of_a_company_with_another_provider_is_unlinked_at_once() {
        String address = person + "@c148.example";
        add(person + "-148", "c148", address);
        Browser other = stranger();
        Asked asked = begin(other, "c148");
        back(other, "c148", asked, code(asked, claims -> claims.claim("email", address)));

        Said done = desk.says("unlink-all", "c148");

        assertThat(done.err()).isEmpty();
        assertThat(done.out()).contains("of c148 are unlinked now");
        assertThat(other.get("/").address().getPath()).isEqualTo("/sign-in");
        assertThat(collection("identities").countDocuments(eq("company", "c148")))
                .isZero();
        assertThat(desk.says("unlink-all", "c148").err()).contains("no account of c148 that belongs to anybody");
    }

    @Test
    void somebody_disabled_who_never_signed_in_by_the_provider_belongs_to_nobody_who_tries_meanwhile() {
        Document nameOfDisabled = new Document("disabled", person);
        collection("companies").updateOne(eq("_id", COMPANY), new Document("$addToSet", nameOfDisabled));
        assertThat(problem(signInAs(next, stranger()))).isEqualTo("UNKNOWN_PERSON");
        collection("companies").updateOne(eq("_id", COMPANY), new Document("$pull", nameOfDisabled));

        assertThat(signIn(claims -> claims).text()).contains(person);
    }

    private Page signInAs(String subject, Browser in) {
        Asked asked = begin(in);
        return back(in, asked, code(asked, claims -> claims.subject(subject)));
    }

    private List<Document> activities(String kind) {
        return collection("activities")
                .find(new Document("kind", kind).append("details.person", person))
                .into(new ArrayList<>());
    }
}
