package com.deliveryhistory.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.localstack.LocalStack;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sandbox's tokens start with words that can be searched for; they are in no topic, log, span, database or page. */
@WithSharedStack
class NoReadableTokenTests {

    @Test
    void no_token_can_be_read_anywhere(LocalStack stack) throws IOException {
        try (var admin = new Person(stack, "c00004")) {
            admin.signIn();
            admin.optIn();
            admin.seesDeliveries();
            admin.changesThePasswordAtUps();
            admin.seesThatTheOptInEnded();
            admin.optIn();
            admin.seesDeliveries();
            assertThat(ReadableTokens.readable(admin.landing().text())).isFalse();
        }

        ReadableTokens search = ReadableTokens.search(stack);
        Map<String, Integer> searched = search.searched();

        assertThat(search.found()).isEmpty();
        assertThat(searched).as("places searched: %s", searched).hasSizeGreaterThan(15);
        assertThat(searched.keySet())
                .contains(
                        "traces",
                        "topic optin.events.v1",
                        "topic grant.events.v1",
                        "log token-manager",
                        "log optin-web")
                .anyMatch(place -> place.startsWith("collection token-manager."))
                .anyMatch(place -> place.startsWith("collection ups-sandbox."));
    }
}
