package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.SealedTokens;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.optin.InterruptibleStore.BeforeWrite;
import com.deliveryhistory.optin.accounts.Erasures;
import com.deliveryhistory.optin.accounts.Erasures.Stage;
import com.deliveryhistory.optin.announcements.Announcements;
import com.deliveryhistory.optin.announcements.Announcements.Progress;
import com.deliveryhistory.optin.erasing.ErasingCompanies;
import com.deliveryhistory.optin.erasing.ErasingCompanies.Outcome;
import com.deliveryhistory.optin.erasing.ErasingPeople;
import com.deliveryhistory.optin.sweeps.Sweep;
import com.deliveryhistory.testing.KillSwitch;
import com.deliveryhistory.testing.StoreCalls;
import com.deliveryhistory.testing.TopicRecord;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What is killed, comes between, or is done by two at once while a company or a person is erased, at every write. */
class InterruptedErasingTests extends WebTest {

    @Autowired
    ErasingCompanies companies;

    @Autowired
    ErasingPeople people;

    @Autowired
    Erasures erasures;

    @Autowired
    Announcements announcements;

    @Autowired
    InterruptibleStore store;

    private int made;

    /** What is still to be told of those that stay would take the places of others in the sweeps of other tests. */
    @AfterEach
    void no_company_is_left() {
        collection("companies").deleteMany(Filters.regex("_id", "^" + company + "-full-"));
        collection("upsUsers").deleteMany(Filters.regex("company", "^" + company + "-full-"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_company_whose_erasing_is_killed_at_any_write_is_erased_by_doing_it_again_or_by_the_service(
            boolean byTheService) {
        int writes = writesOfErasing();
        for (int killAt = 0; killAt <= writes; killAt++) {
            FullCompany gone = full();
            KillSwitch kill = kill(killAt, writes);
            assertThatExceptionOfType(KillSwitch.Killed.class).isThrownBy(() -> erase(gone, kill));
            boolean untouched = stage(gone) instanceof Stage.Open;
            assertThat(untouched).isEqualTo(killAt == 0);

            if (byTheService && !untouched) {
                clock.advance(Duration.ofMinutes(11));
                itIsTimeFor("goOn");
            } else {
                assertThat(erase(gone)).isInstanceOf(Outcome.Erased.class);
            }

            assertThat(gone.left(gone.id)).as("killed at write %d", killAt).isEqualTo(FullCompany.remembrance());
            assertThat(gone.left(gone.bob)).isEmpty();
            assertThat(stage(gone)).isInstanceOf(Stage.Erased.class);
        }
    }

    @Test
    void two_at_once_erase_a_company_once_whatever_write_one_is_at() {
        int writes = writesOfErasing();
        for (int write = 0; write < writes; write++) {
            FullCompany gone = full();
            BeforeWrite another =
                    new BeforeWrite(write, () -> assertThat(erase(gone)).isInstanceOf(Outcome.Erased.class));

            assertThat(erase(gone, another)).as("at write %d", write).isInstanceOf(Outcome.Erased.class);

            assertThat(gone.left(gone.id)).isEqualTo(FullCompany.remembrance());
        }
    }

    /** UPS.com has authorised it before the company was closed, and the request goes on whatever happens. */
    @Test
    void an_opt_in_that_is_announced_at_any_write_is_sent_and_nothing_erased_or_it_is_never_sent() {
        int writes = writesOfErasing();
        Set<String> erased = new HashSet<>();
        Set<String> open = new HashSet<>();
        for (int write = 0; write < writes; write++) {
            FullCompany met = full();
            Set<Progress> told = new HashSet<>();
            BeforeWrite optIn = new BeforeWrite(write, () -> told.add(announcements.announce(optIn(met))));

            Outcome outcome = erase(met, optIn);

            if (outcome instanceof Outcome.Hindered) {
                open.add(met.id);
                assertThat(stage(met)).isInstanceOf(Stage.Open.class);
                announcements.publish(new CompanyId(met.id));
                assertThat(met.left(met.id)).containsKeys("users", "activities", "grants");
            } else {
                erased.add(met.id);
                assertThat(told).containsExactly(Progress.STORED);
            }
        }
        assertThat(open).isNotEmpty();
        assertThat(erased).isNotEmpty();
        assertThat(kafka.records(Topics.OPT_IN_EVENTS))
                .extracting(TopicRecord::key)
                .containsAll(open)
                .doesNotContainAnyElementsOf(erased);
        clock.advance(Duration.ofHours(25));
        itIsTimeFor("goOn");
        FullCompany any = full();
        assertThat(erased).allSatisfy(id -> assertThat(any.left(id)).isEqualTo(FullCompany.remembrance()));
    }

    @Test
    void a_person_whose_erasing_is_killed_at_any_write_is_erased_by_doing_it_again() {
        KillSwitch counting = KillSwitch.never();
        erasePerson(full(), counting);
        assertThat(counting.writes()).isGreaterThan(10);
        for (int killAt = 0; killAt <= counting.writes(); killAt++) {
            FullCompany of = full();
            KillSwitch kill = kill(killAt, counting.writes());
            assertThatExceptionOfType(KillSwitch.Killed.class).isThrownBy(() -> erasePerson(of, kill));
            Set<String> remembered = erasures.of(of.id).pseudonyms();

            ErasingPeople.Outcome outcome = erasePerson(of, KillSwitch.never());

            assertThat(of.left(of.bob)).as("killed at write %d", killAt).isEmpty();
            assertThat(outcome).isInstanceOfSatisfying(ErasingPeople.Outcome.Erased.class, done -> {
                assertThat(erasures.of(of.id).pseudonyms())
                        .containsExactly(done.pseudonym())
                        .containsAll(remembered);
                assertThat(of.left(done.pseudonym()))
                        .containsEntry("activities", 4L)
                        .containsEntry("announcements", 1L)
                        .containsEntry("grants", 1L)
                        .containsEntry("invitations", 1L)
                        .containsEntry("mails", 1L)
                        .containsEntry("upsUsers", 1L);
            });
            assertThat(of.left(of.ann))
                    .containsKeys("users", "secondFactors", "sessions", "allowances", "signInFailures");
        }
    }

    /** Who tells it has read the name before the person is erased. */
    @ParameterizedTest
    @ValueSource(strings = {"tellChangesWhereCutOff", "tellNamesWhereCutOff"})
    void what_is_told_while_a_person_is_erased_has_the_pseudonym(String sweep) {
        clock.advance(Sweep.GRACE.plusSeconds(1));
        itIsTimeForEverything(); // what others have left
        FullCompany of = full();
        clock.advance(Sweep.GRACE.plusSeconds(1));
        List<ErasingPeople.Outcome> outcomes = new ArrayList<>();
        store.with(new BeforeWrite(0, () -> outcomes.add(erasePerson(of, KillSwitch.never()))), () -> {
            itIsTimeFor(sweep);
            return "told";
        });

        assertThat(outcomes).singleElement().isInstanceOfSatisfying(ErasingPeople.Outcome.Erased.class, done -> {
            assertThat(of.left(of.bob)).isEmpty();
            assertThat(of.left(done.pseudonym()).get("activities")).isGreaterThan(4);
        });
    }

    @Test
    void two_at_once_give_a_person_one_pseudonym_whatever_write_one_is_at() {
        KillSwitch counting = KillSwitch.never();
        erasePerson(full(), counting);
        for (int write = 0; write < counting.writes(); write++) {
            FullCompany of = full();
            Set<ErasingPeople.Outcome> outcomes = new HashSet<>();
            BeforeWrite another = new BeforeWrite(write, () -> outcomes.add(erasePerson(of, KillSwitch.never())));

            outcomes.add(erasePerson(of, another));

            assertThat(outcomes)
                    .as("at write %d", write)
                    .singleElement()
                    .isInstanceOf(ErasingPeople.Outcome.Erased.class);
            assertThat(of.left(of.bob)).isEmpty();
        }
    }

    @Test
    void who_has_the_name_of_an_erased_person_in_another_company_keeps_all_when_that_person_is_erased_again() {
        FullCompany first = full();
        erasePerson(first, KillSwitch.never());
        Map<String, Long> kept = full(first.bob).left(first.bob);

        erasePerson(first, KillSwitch.never());

        assertThat(kept).containsKeys("users", "secondFactors", "sessions", "passwordResets", "allowances");
        assertThat(first.left(first.bob)).isEqualTo(kept);
    }

    /** Another operator completes the erasing of the company while the first one is at ann. */
    @Test
    void who_takes_the_name_of_an_erased_companys_person_meanwhile_in_another_company_keeps_all() {
        FullCompany gone = full();
        Map<String, Long> kept = new HashMap<>();
        BeforeWrite another = new BeforeWrite(4, () -> {
            erase(gone);
            kept.putAll(full(gone.bob).left(gone.bob));
        });

        assertThat(erase(gone, another)).isInstanceOf(Outcome.Erased.class);

        assertThat(kept).containsKeys("users", "secondFactors", "sessions", "passwordResets", "allowances");
        assertThat(gone.left(gone.bob)).isEqualTo(kept);
    }

    @Test
    void a_company_that_is_opened_again_just_when_the_service_takes_it_stays_open() {
        FullCompany met = full();
        CompanyId id = new CompanyId(met.id);
        erasures.close(id, clock.instant());
        String closing = ((Stage.Closed) erasures.stageOf(id)).closing();
        Set<Boolean> opened = new HashSet<>();
        StoreCalls opening = (method, effect) -> {
            Object result = effect.get();
            if (isTaken(met) && opened.isEmpty()) {
                opened.add(erasures.reopen(id, closing));
            }
            return result;
        };

        store.with(opening, () -> {
            itIsTimeFor("goOn");
            return opening;
        });

        assertThat(opened).containsExactly(true);
        assertThat(erasures.stageOf(id)).isInstanceOf(Stage.Open.class);
        assertThat(met.left(met.id)).containsKeys("users", "activities", "grants");
    }

    /** Before a write, or after the last one: after any other, all is as it is before the next. */
    private static KillSwitch kill(int at, int writes) {
        return at < writes ? new KillSwitch(at, false) : new KillSwitch(writes - 1, true);
    }

    private boolean isTaken(FullCompany met) {
        return database()
                        .getCollection("companies")
                        .countDocuments(new Document("_id", met.id)
                                .append("eraseDueAt", new Document("$gt", Date.from(clock.instant()))))
                == 1;
    }

    private FullCompany full() {
        return new FullCompany(database(), newId(), clock.instant());
    }

    private FullCompany full(String bob) {
        return new FullCompany(database(), newId(), bob, clock.instant());
    }

    private String newId() {
        return company + "-full-" + made++ + "x";
    }

    private MongoDatabase database() {
        return mongo.client().getDatabase(mongo.database());
    }

    private int writesOfErasing() {
        KillSwitch counting = KillSwitch.never();
        erase(full(), counting);
        assertThat(counting.writes()).isGreaterThan(20);
        return counting.writes();
    }

    private Outcome erase(FullCompany gone) {
        return companies.erase(new CompanyId(gone.id), false, (what, count) -> {});
    }

    private Outcome erase(FullCompany gone, StoreCalls calls) {
        return store.with(calls, () -> erase(gone));
    }

    private ErasingPeople.Outcome erasePerson(FullCompany of, StoreCalls calls) {
        return store.with(calls, () -> people.erase(new CompanyId(of.id), of.bob, false, "maria"));
    }

    private Stage stage(FullCompany of) {
        return erasures.stageOf(new CompanyId(of.id));
    }

    private static EventEnvelope<OptInGranted> optIn(FullCompany of) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS).plusSeconds(1);
        return new EventEnvelope<>(
                UUID.randomUUID().toString(),
                EventEnvelope.source("optin-web"),
                now,
                new OptInGranted(
                        new CompanyId(of.id),
                        Application.ODCS,
                        now,
                        of.ann,
                        null,
                        now.plusSeconds(3600),
                        now.plusSeconds(7200),
                        new SealedTokens("a.b.c.d.e")));
    }
}
