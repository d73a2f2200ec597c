package com.deliveryhistory.tokens.grants;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import java.time.Instant;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** What was stored before token-manager kept when it told what. */
    @ParameterizedTest
    @CsvSource({
        "EXPIRED, 2026-09-12T10:00:00Z",
        "REFRESH_REJECTED, 2026-07-14T11:00:00Z",
        "PASSWORD_CHANGED, 2026-07-20T10:00:00Z",
        "WITHDRAWN, 2026-07-21T10:00:00Z"
    })
    void an_end_whose_time_was_not_kept_is_as_of_the_closest_that_is_known(End end, Instant expected) {
        Document stored = Document.parse("""
                {
                    "_id": "acme/odcs", "state": "%s", "end": "%s", "version": 1, "generation": 1, "revision": 2,
                    "authorizedBy": "acme-admin",
                    "authorizedAt": {"$date": "2026-07-14T10:00:00Z"},
                    "accessTokenExpiresAt": {"$date": "2026-07-14T11:00:00Z"},
                    "refreshTokenExpiresAt": {"$date": "2026-09-12T10:00:00Z"},
                    "passwordChangedAt": {"$date": "2026-07-20T10:00:00Z"},
                    "withdrawnAt": {"$date": "2026-07-21T10:00:00Z"}
                }""".formatted(end.state(), end));

        assertThat(GrantDocuments.read(stored))
                .isInstanceOfSatisfying(
                        Ended.class,
                        ended -> assertThat(ended.facts().told().at()).isEqualTo(expected));
    }
}
