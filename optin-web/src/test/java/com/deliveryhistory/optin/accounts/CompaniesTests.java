package com.deliveryhistory.optin.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.Account.State;
import com.deliveryhistory.optin.accounts.AddressChanges.Outcome;
import com.deliveryhistory.optin.accounts.AddressChanges.Pending;
import com.deliveryhistory.optin.accounts.Member.Role;
import com.deliveryhistory.optin.accounts.PersonChanges.Change;
import com.deliveryhistory.optin.accounts.PersonChanges.Kind;
import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may do what in a company, whoever changes it at the same time. */
@WithMongo
class CompaniesTests {

    private final String company = "c-" + UUID.randomUUID();
    private final String ann = company + "-ann";
    private final String bob = company + "-bob";
    private final String eve = company + "-eve";
    private final MongoDatabase database;
    private final Companies companies;
    private final Accounts accounts;
    private final AddressChanges addresses;
    private final PersonChanges changes;

    CompaniesTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
        companies = new Companies(database);
        accounts = new Accounts(database, companies);
        accounts.createUniqueIndexes();
        addresses = new AddressChanges(database);
        changes = new PersonChanges(database);
    }

    @BeforeEach
    void two_admins_and_a_user() {
        companies.add(company, "Company");
        accounts.add(
                List.of(account(ann, Role.ADMIN), account(bob, Role.ADMIN), account(eve, Role.USER)), Instant.now());
        assertThat(accounts.of(new CompanyId(company))).hasSize(3);
    }

    @Test
    void the_last_administrator_cannot_be_demoted_or_disabled() {
        assertThat(make(Kind.MADE_USER, ann)).isTrue();

        assertThat(make(Kind.MADE_USER, bob)).isFalse();
        assertThat(make(Kind.DISABLED, bob)).isFalse();
        assertThat(admins()).containsExactly(bob);
    }

    @Test
    void two_requests_at_once_leave_an_administrator() throws Exception {
        for (int round = 0; round < 50; round++) {
            make(Kind.ENABLED, ann);
            make(Kind.ENABLED, bob);
            make(Kind.MADE_ADMIN, ann);
            make(Kind.MADE_ADMIN, bob);

            List<Boolean> done = atOnce(() -> make(Kind.MADE_USER, ann), () -> make(Kind.DISABLED, bob));

            assertThat(done).containsExactlyInAnyOrder(true, false);
            assertThat(admins()).hasSize(1);
        }
    }

    @Test
    void a_user_who_is_disabled_while_being_made_an_administrator_is_never_both() throws Exception {
        for (int round = 0; round < 50; round++) {
            make(Kind.ENABLED, eve);
            make(Kind.MADE_USER, eve);

            atOnce(() -> make(Kind.MADE_ADMIN, eve), () -> make(Kind.DISABLED, eve));

            Account account = accounts.find(eve).orElseThrow();
            assertThat(account.isActive() ? account.member().role() : Role.USER)
                    .isEqualTo(account.member().role());
        }
    }

    @Test
    void who_was_disabled_comes_back_as_a_user() {
        make(Kind.DISABLED, ann);
        assertThat(accounts.find(ann).orElseThrow().state()).isEqualTo(State.DISABLED);

        make(Kind.ENABLED, ann);

        Account back = accounts.find(ann).orElseThrow();
        assertThat(back.isActive()).isTrue();
        assertThat(back.member().role()).isEqualTo(Role.USER);
    }

    @Test
    void an_account_of_an_earlier_version_is_what_its_document_says() {
        String old = company + "-old";
        database.getCollection("users")
                .insertOne(new Document("_id", old)
                        .append("name", old)
                        .append("company", company)
                        .append("role", "ADMIN")
                        .append("passwordHash", "hash"));

        Account account = accounts.find(old).orElseThrow();

        assertThat(account.member().role()).isEqualTo(Role.ADMIN);
        assertThat(account.isActive()).isTrue();
        assertThat(account.email()).isNull();
        assertThat(admins()).containsExactly(ann, bob, old);
    }

    @Test
    void who_has_joined_does_not_join_again_in_the_first_role() {
        make(Kind.MADE_USER, ann);

        companies.join(company, ann, Role.ADMIN);

        assertThat(admins()).containsExactly(bob);
    }

    @Test
    void only_administrators_with_an_address_who_may_sign_in_are_written_to() {
        assertThat(confirm(ann, "Ann@Example.com")).isEqualTo(Outcome.CONFIRMED);
        assertThat(confirm(eve, "eve@example.com")).isEqualTo(Outcome.CONFIRMED);
        assertThat(accounts.contactsOf(new CompanyId(company)))
                .extracting(Contact::email)
                .containsExactly("Ann@Example.com");

        make(Kind.DISABLED, ann);

        assertThat(accounts.contactsOf(new CompanyId(company))).isEmpty();
    }

    @Test
    void a_stored_address_that_is_none_keeps_nobody_else_from_being_written_to() {
        confirm(ann, "ann@example.com");
        for (Object none : Arrays.asList("bob@localhost", "bob@example.com\nBcc: eve@example.com", null)) {
            database.getCollection("users")
                    .updateOne(new Document("name", bob), new Document("$set", new Document("email", none)));

            assertThat(accounts.contactsOf(new CompanyId(company)))
                    .extracting(Contact::name)
                    .containsExactly(ann);
            assertThat(accounts.contact(bob)).isEmpty();
            assertThat(accounts.find(bob).orElseThrow().email()).isNull();
        }
    }

    @Test
    void people_are_found_by_address_whatever_its_case_and_in_their_company_only() {
        confirm(eve, company + "@example.com");
        EmailAddress shouted = EmailAddress.of(company + "@EXAMPLE.com").orElseThrow();

        assertThat(accounts.findByEmail(shouted)).extracting(Account::name).containsExactly(eve);
        assertThat(accounts.findByEmail(new CompanyId(company), shouted)).hasSize(1);
        assertThat(accounts.findByEmail(new CompanyId("another"), shouted)).isEmpty();
    }

    @Test
    void an_address_is_proved_to_be_one_persons_of_a_company_even_if_two_confirm_it_at_once() throws Exception {
        for (int round = 0; round < 20; round++) {
            String address = "both-" + round + "@example.com";
            Pending ofAnn = ask(ann, address);
            Pending ofBob = ask(bob, address.toUpperCase(Locale.ROOT));

            List<Outcome> outcomes = atOnce(() -> confirm(ofAnn), () -> confirm(ofBob));

            assertThat(outcomes).containsExactlyInAnyOrder(Outcome.CONFIRMED, Outcome.TAKEN);
            assertThat(accounts.findByEmail(new CompanyId(company), new EmailAddress(address)))
                    .hasSize(1)
                    .allMatch(Account::emailProved);
        }
    }

    @Test
    void a_link_confirms_once_also_if_it_is_used_twice_at_once() throws Exception {
        Pending change = ask(eve, company + "-eve@example.com");

        assertThat(atOnce(() -> confirm(change), () -> confirm(change)))
                .containsExactlyInAnyOrder(Outcome.CONFIRMED, Outcome.GONE);
        assertThat(addresses.confirmedOf(eve)).hasSize(1);
    }

    @Test
    void what_was_cancelled_or_asked_for_anew_is_not_confirmed_by_the_earlier_link() {
        Pending first = ask(eve, "first@example.com");
        Pending second = ask(eve, "second@example.com");
        assertThat(confirm(first)).isEqualTo(Outcome.GONE);
        assertThat(addresses.cancel(first)).isFalse();

        assertThat(addresses.cancel(second)).isTrue();

        assertThat(confirm(second)).isEqualTo(Outcome.GONE);
        assertThat(accounts.find(eve).map(Account::email)).isEmpty();
    }

    private boolean make(Kind kind, String name) {
        return changes.make(new Change(Hashes.newSecret(), new CompanyId(company), kind, name, bob, Instant.now()));
    }

    private Outcome confirm(String name, String address) {
        return confirm(ask(name, address));
    }

    private Outcome confirm(Pending change) {
        return addresses.confirm(accounts.find(change.name()).orElseThrow(), change, Instant.now());
    }

    private Pending ask(String name, String address) {
        Instant now = Instant.now();
        Pending change = new Pending(
                Hashes.newSecret(),
                name,
                new EmailAddress(address),
                Hashes.sha256(Hashes.newSecret()),
                now,
                now.plusSeconds(60));
        addresses.ask(change);
        return change;
    }

    private List<String> admins() {
        return accounts.adminsOf(new CompanyId(company));
    }

    private Account account(String name, Role role) {
        return new Account(new Member(name, company, "Company", role, null), State.ACTIVE, null, false, "hash", null);
    }

    private static <T> List<T> atOnce(Callable<T> one, Callable<T> other)
            throws InterruptedException, ExecutionException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> done = new ArrayList<>();
            for (Future<T> each : executor.invokeAll(List.of(one, other))) {
                done.add(each.get());
            }
            return done;
        }
    }
}
