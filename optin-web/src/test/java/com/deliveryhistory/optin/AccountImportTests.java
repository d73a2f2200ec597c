package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.Accounts;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.DefaultApplicationArguments;

class AccountImportTests extends WebTest {

    @Autowired
    Accounts accounts;

    @Autowired
    List<ApplicationRunner> startSteps;

    @Test
    void importing_again_changes_nobody_and_adds_nobody() throws Exception {
        var users = mongo.client().getDatabase(mongo.database()).getCollection("users");
        Document before = users.find(new Document("_id", admin)).first();
        long count = users.countDocuments();

        for (ApplicationRunner step : startSteps) {
            step.run(new DefaultApplicationArguments());
        }

        assertThat(users.countDocuments()).isEqualTo(count);
        assertThat(users.find(new Document("_id", admin)).first()).isEqualTo(before);
        assertThat(before).isNotNull();
        assertThat(before.getString("passwordHash")).startsWith("$argon2id$").doesNotContain(PASSWORD);
    }

    @Test
    void the_admins_of_a_company_are_known_by_name() {
        assertThat(accounts.adminsOf(new CompanyId(company))).containsExactly(admin);
        assertThat(accounts.adminsOf(new CompanyId("nobodys"))).isEmpty();
    }
}
