package com.deliveryhistory.optin;

import static com.deliveryhistory.optin.SecurityEventSender.passwordChanged;
import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.testing.WildValues;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** What a transmitter may sign by mistake, in place of any value of a token. */
class WildSecurityEventTests extends WebTest {

    private static final SecurityEventSender sender = outside.securityEvents;
    private static final Set<Integer> ANSWERS = Set.of(202, 400, 413);

    /** Of the token that is changed; each that is sent has one of its own, unless it is this that was changed. */
    private static final String ID = "id-of-the-token";

    private final String upsUser = company + "-wild@example.com";

    @Test
    void any_value_in_place_of_another_gets_an_answer_that_the_rfc_knows() throws JOSEException {
        Browser browser = named(upsUser);
        List<String> findings = new ArrayList<>();
        List<WildValues.Changed> tokens = WildValues.in(claims(), WildValues.TOO_DEEP);
        assertThat(tokens).hasSizeGreaterThan(250);
        for (WildValues.Changed token : tokens) {
            String ofItsOwn = token.json().replace(ID, UUID.randomUUID().toString());
            HttpResponse<String> answer = sender.push(port, signed(ofItsOwn));
            if (!ANSWERS.contains(answer.statusCode())) {
                findings.add("%d %s: %s".formatted(answer.statusCode(), token, answer.body()));
            }
        }
        assertThat(findings).isEmpty();
        assertThat(optInEvents()).as("tokens that ended the opt-in").hasSizeGreaterThan(50);
        assertThat(collection("activities")
                        .countDocuments(new Document("company", company).append("kind", "UPS_REPORTED_END")))
                .isGreaterThan(50);
        assertThat(browser.get("/activity").status()).isEqualTo(200);
    }

    private String claims() {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> change =
                Map.of("credential_type", "password", "change_type", "update", "event_timestamp", now);
        return passwordChanged(
                        upsUser,
                        claims -> claims.jwtID(ID)
                                .claim("toe", now)
                                .claim("events", Map.of(SecurityEventSender.CREDENTIAL_CHANGE, change)))
                .toString();
    }

    private static String signed(String claims) throws JOSEException {
        var token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(SecurityEventSender.TYPE)
                        .keyID(sender.key.getKeyID())
                        .build(),
                new Payload(claims));
        token.sign(new ECDSASigner(sender.key));
        return token.serialize();
    }
}
