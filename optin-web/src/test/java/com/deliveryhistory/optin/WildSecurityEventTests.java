package com.deliveryhistory.optin;

import static com.deliveryhistory.optin.SecurityEventSender.passwordChanged;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a transmitter may sign by mistake, in place of any value of a token. */
class WildSecurityEventTests extends WebTest {

    private static final SecurityEventSender sender = outside.securityEvents;
    private static final Pattern VALUE = Pattern.compile("(?<=\":)(\"[^\"]*\"|\\d+)");
    private static final Set<Integer> ANSWERS = Set.of(202, 400);

    private static final List<String> WILD = List.of(
            "null",
            "true",
            "{}",
            "[]",
            "[[1]]",
            "[null]",
            "{\"a\":{\"b\":[1]}}",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud83d\"",
            "\"" + "x".repeat(5_000) + "\"",
            "0",
            "-1",
            "1.5",
            "1e400",
            "1e99999999999",
            "-1.5e2147483647",
            "1e-2147483648",
            "9".repeat(19),
            "9".repeat(900),
            "9".repeat(2_000),
            "\"::\"",
            "[".repeat(900) + "]".repeat(900),
            "{\"a\":".repeat(1_500));

    @Test
    void any_value_in_place_of_another_gets_an_answer_that_the_rfc_knows() throws JOSEException {
        List<String> findings = new ArrayList<>();
        assertThat(values(claims())).hasSizeGreaterThan(8);
        for (int i = 0; i < values(claims()).size(); i++) {
            for (String wild : WILD) {
                String claims = claims();
                MatchResult value = values(claims).get(i);
                HttpResponse<String> answer = sender.push(
                        port, signed(claims.substring(0, value.start()) + wild + claims.substring(value.end())));
                if (!ANSWERS.contains(answer.statusCode())) {
                    findings.add("%d %.40s in place of %s: %s"
                            .formatted(answer.statusCode(), wild, value.group(), answer.body()));
                }
            }
        }
        assertThat(findings).isEmpty();
    }

    private static String claims() {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> change =
                Map.of("credential_type", "password", "change_type", "update", "event_timestamp", now);
        return passwordChanged(
                        "wild@example.com",
                        claims -> claims.claim("toe", now)
                                .claim("events", Map.of(SecurityEventSender.CREDENTIAL_CHANGE, change)))
                .toString();
    }

    private static List<MatchResult> values(String claims) {
        return VALUE.matcher(claims).results().toList();
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
