package com.deliveryhistory.tokens.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.testing.Said;
import com.deliveryhistory.testing.TopicRecord;
import com.deliveryhistory.tokens.optins.OptIns;
import org.junit.jupiter.api.Test;

/** The commands that erase, against a real store and a real Kafka. */
class ErasingCommandsTests extends CommandsTest {

    @Test
    void a_company_whose_grant_is_active_is_not_erased() {
        GrantId grant = optedIn("in-force");

        Said said = desk.says("erase", "in-force", "--confirm", "in-force");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains(grant + " is active, and nothing was erased: have it withdrawn first");
        assertThat(store("grants")).contains("in-force/odcs").contains("acme-admin");
        assertThat(store("companies")).doesNotContain("in-force");
    }

    @Test
    void a_company_is_erased_and_kafkas_last_word_of_it_names_nobody() {
        GrantId grant = optedIn("gone");
        withdraw(grant);

        Said said = desk.says("erase", "gone", "--confirm", "gone", "--as", "maria");

        assertThat(said).isEqualTo(new Said(0, said.out(), ""));
        assertThat(said.out()).contains("gone is erased: 1 grants name nobody any more", "Kafka has it");
        TopicRecord last = kafka.records(Topics.GRANT_EVENTS).stream()
                .filter(record -> grant.toString().equals(record.key()))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        assertThat(last.type()).isEqualTo("com.deliveryhistory.GrantWithdrawn.v1");
        assertThat(last.value()).contains("\"authorizedBy\":\"erased\"", "\"revision\":3");
        assertThat(store("dataKeys")).doesNotContain("company/gone");
        assertThat(desk.says("grant", grant.toString()).out()).contains("by erased", "The company was erased");
        assertThat(desk.says("audit").out()).contains("maria", "erase gone --confirm gone", "gone is erased");
        assertThat(desk.says("erase", "gone", "--confirm", "gone").exitCode()).isZero();
    }

    @Test
    void a_company_has_to_be_named_twice() {
        withdraw(optedIn("named-once"));

        assertThat(desk.says("erase", "named-once").exitCode()).isEqualTo(2);
        assertThat(desk.says("erase", "named-once", "--confirm", "named-twice")).satisfies(said -> {
            assertThat(said.exitCode()).isEqualTo(2);
            assertThat(said.err()).contains("once more");
        });
        assertThat(store("companies")).doesNotContain("named-once");
    }

    @Test
    void of_a_company_of_which_nothing_is_known_that_is_said_and_its_late_opt_in_is_void() {
        GrantId grant = new GrantId(new CompanyId("unheard-of"), Application.ODCS);
        EventEnvelope<OptInEvent> unread = desk.granted(grant, desk.ups.issue());

        Said said = desk.says("erase", "unheard-of", "--confirm", "unheard-of");
        desk.context.getBean(OptIns.class).apply(unread);

        assertThat(said).isEqualTo(new Said(0, """
                                There is no grant of unheard-of, so nothing was erased: look whether that is its id
                                It is remembered: an opt-in of unheard-of from before now is void, and names nobody, if it comes late
                                """, ""));
        assertThat(desk.says("grant", grant.toString()).out())
                .contains("WITHDRAWN", "by erased", "The company was erased");
        assertThat(store("dataKeys")).doesNotContain("company/unheard-of");
    }

    @Test
    void of_a_person_whom_no_grant_names_that_is_said_and_a_late_opt_in_names_the_pseudonym() {
        GrantId grant = new GrantId(new CompanyId("unread"), Application.ODCS);
        EventEnvelope<OptInEvent> unread = desk.granted(grant, desk.ups.issue());

        Said said = desk.says(
                "erase-person", "unread", "acme-admin", "--pseudonym", "erased:0a1b2c3d", "--confirm", "acme-admin");
        desk.context.getBean(OptIns.class).apply(unread);

        assertThat(said).isEqualTo(new Said(0, """
                                No grant of unread names that person, so nothing was changed
                                It is remembered: an opt-in from before now that comes late names erased:0a1b2c3d
                                """, ""));
        assertThat(desk.says("grant", grant.toString()).out()).contains("ACTIVE", "by erased:0a1b2c3d");
        assertThat(store("companies")).contains("unread").doesNotContain("acme-admin");
    }

    @Test
    void a_persons_name_gives_way_to_the_pseudonym_also_in_the_audit() {
        GrantId grant = optedIn("persons");

        Said said = desk.says(
                "erase-person", "persons", "acme-admin", "--pseudonym", "erased:0a1b2c3d", "--confirm", "acme-admin");

        assertThat(said).isEqualTo(new Said(0, said.out(), ""));
        assertThat(said.out()).contains("persons: 1 grants name erased:0a1b2c3d now", "Kafka has it");
        assertThat(desk.says("grant", grant.toString()).out()).contains("ACTIVE", "by erased:0a1b2c3d");
        assertThat(kafka.records(Topics.GRANT_EVENTS))
                .filteredOn(record -> grant.toString().equals(record.key()))
                .last()
                .extracting(TopicRecord::value)
                .asString()
                .contains("erased:0a1b2c3d")
                .doesNotContain("acme-admin");
        assertThat(desk.says("refresh", grant.toString()).out()).contains("renewed");
        assertThat(desk.says("erase-person", "persons", "acme-admin", "--pseudonym", "x", "--confirm", "acme-admin")
                        .exitCode())
                .isEqualTo(2);
        assertThat(desk.says(
                                "erase-person",
                                "persons",
                                "acme-admin",
                                "--pseudonym",
                                "erased:0a1b2c3d",
                                "--confirm",
                                "acme-admin")
                        .out())
                .contains("No grant of persons names that person, so nothing was changed");
        assertThat(store("audit")).contains("erased:0a1b2c3d").doesNotContain("acme-admin");
    }

    private static GrantId optedIn(String company) {
        GrantId grant = new GrantId(new CompanyId(company), Application.ODCS);
        desk.optIn(grant);
        return grant;
    }

    private static String store(String collection) {
        StringBuilder all = new StringBuilder();
        mongo.client()
                .getDatabase(mongo.database())
                .getCollection(collection)
                .find()
                .forEach(document -> all.append(document).append('\n'));
        return all.toString();
    }
}
