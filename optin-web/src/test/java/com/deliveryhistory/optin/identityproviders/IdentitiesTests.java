package com.deliveryhistory.optin.identityproviders;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.testing.StoreCalls;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose account is whose, whoever signs in at the same time. */
@WithMongo
class IdentitiesTests {

    private static final String ISSUER = "https://login.acme.example";
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    private final String company = "c-" + UUID.randomUUID();
    private final MongoDatabase database;
    private final Identities identities;

    IdentitiesTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
        identities = new Identities(database);
        identities.createUniqueIndexes();
    }

    @Test
    void of_two_who_sign_in_to_an_account_first_at_the_same_time_one_gets_it() {
        assertThat(linkAfter(() -> link("b"), "a")).isEmpty();

        assertThat(link("b")).contains("jane");
        assertThat(link("a")).isEmpty();
    }

    @Test
    void who_signs_in_first_in_two_windows_at_the_same_time_gets_the_account_in_both() {
        assertThat(linkAfter(() -> link("a"), "a")).contains("jane");

        assertThat(link("a")).contains("jane");
    }

    @Test
    void accounts_of_the_same_name_in_two_companies_do_not_know_each_other() {
        assertThat(link("a")).contains("jane");

        assertThat(identities.link(company + "-2", ISSUER, "b", "jane", NOW)).contains("jane");
    }

    /** Links the account for one who had found it free, right after another one has got it. */
    private Optional<String> linkAfter(Supplier<Optional<String>> another, String subject) {
        AtomicInteger inserts = new AtomicInteger();
        StoreCalls calls = new StoreCalls() {
            @Override
            public @Nullable Object call(String method, Supplier<@Nullable Object> effect) {
                if (method.equals("insertOne") && inserts.getAndIncrement() == 0) {
                    assertThat(another.get()).contains("jane");
                }
                return effect.get();
            }
        };
        Optional<String> linked = new Identities(calls.on(database)).link(company, ISSUER, subject, "jane", NOW);
        assertThat(inserts).hasPositiveValue();
        return linked;
    }

    private Optional<String> link(String subject) {
        return identities.link(company, ISSUER, subject, "jane", NOW);
    }
}
