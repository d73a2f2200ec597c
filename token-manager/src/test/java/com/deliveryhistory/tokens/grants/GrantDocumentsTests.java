package com.deliveryhistory.tokens.grants;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.tokens.grants.Grant.Active;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantDocumentsTests {

    /** What a person sets in a shell is a double, what a tool restores may be a 32-bit integer. */
    @ParameterizedTest
    @ValueSource(strings = {"7", "7.0", "{\"$numberLong\": \"7\"}", "{\"$numberDecimal\": \"7\"}"})
    void numbers_are_read_whatever_type_they_have(String seven) {
        Document stored =
                Document.parse("""
                {
                    "_id": "acme/odcs", "state": "ACTIVE", "version": SEVEN, "generation": SEVEN, "revision": SEVEN,
                    "failures": SEVEN, "expiryMark": SEVEN, "lease": {"fence": SEVEN}, "authorizedBy": "acme-admin",
                    "authorizedAt": TIME, "accessTokenExpiresAt": TIME, "refreshTokenExpiresAt": TIME,
                    "obtainedAt": TIME, "refreshTokenSince": TIME, "nextRefreshAt": TIME,
                    "tokens": {"$binary": {"base64": "AAAA", "subType": "00"}}
                }""".replace("SEVEN", seven).replace("TIME", "{\"$date\": \"2026-07-14T10:00:00Z\"}"));

        assertThat(GrantDocuments.read(stored)).isInstanceOfSatisfying(Active.class, active -> {
            assertThat(active.version()).isEqualTo(7);
            assertThat(active.generation()).isEqualTo(7);
            assertThat(active.facts().revision()).isEqualTo(7);
            assertThat(active.upkeep().failures()).isEqualTo(7);
            assertThat(active.upkeep().expiryMark()).isEqualTo(7);
        });
    }
}
