package com.deliveryhistory.upssandbox.sharedsignals;

import com.deliveryhistory.upssandbox.accounts.PasswordChanged;
import com.deliveryhistory.upssandbox.accounts.Profile;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Tells of changed passwords, beside the change and never in its way. A token that the receiver does not take for now is
 * sent again a few times; one that is refused is not.
 */
@Component
class SecurityEvents {

    private static final Logger log = LoggerFactory.getLogger(SecurityEvents.class);
    private static final String CREDENTIAL_CHANGE =
            "https://schemas.openid.net/secevent/caep/event-type/credential-change";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SecurityEventSettings settings;
    private final SigningKeys keys;
    private final Clock clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private volatile boolean on;

    SecurityEvents(SecurityEventSettings settings, SigningKeys keys, Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
        this.on = settings.enabled();
    }

    boolean isOn() {
        return on;
    }

    void turn(boolean wanted) {
        on = wanted;
    }

    @EventListener
    void on(PasswordChanged change) {
        URI receiver = settings.receiver();
        if (on && receiver != null) {
            String token = token(change.profile(), change.at());
            Thread.ofVirtual().name("security-event").start(() -> send(receiver, token));
        }
    }

    /** Names the user as both an application may know it: by user name and by e-mail address. */
    private String token(Profile profile, Instant changedAt) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(settings.issuer())
                .audience(settings.audience())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(clock.instant()))
                .claim(
                        "sub_id",
                        Map.of(
                                "format",
                                "aliases",
                                "identifiers",
                                List.of(
                                        Map.of(
                                                "format",
                                                "iss_sub",
                                                "iss",
                                                settings.issuer(),
                                                "sub",
                                                profile.username()),
                                        Map.of("format", "email", "email", profile.email()))))
                .claim(
                        "events",
                        Map.of(
                                CREDENTIAL_CHANGE,
                                Map.of(
                                        "credential_type",
                                        "password",
                                        "change_type",
                                        "update",
                                        "initiating_entity",
                                        "user",
                                        "event_timestamp",
                                        changedAt.toEpochMilli() / 1_000.0)))
                .build();
        try {
            ECKey key = keys.current();
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(new JOSEObjectType("secevent+jwt"))
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("The kept key cannot sign", e);
        }
    }

    private void send(URI receiver, String token) {
        Duration pause = settings.firstPause();
        try {
            for (int attempt = 1; !isSettled(receiver, token); attempt++) {
                if (attempt == settings.attempts()) {
                    log.warn("The receiver took no security event in {} attempts", attempt);
                    return;
                }
                Thread.sleep(pause);
                pause = pause.multipliedBy(2);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isSettled(URI receiver, String token) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(receiver)
                .timeout(PATIENCE)
                .header("Content-Type", "application/secevent+jwt")
                .header("Accept", "application/json");
        if (settings.bearerToken() != null) {
            request.header("Authorization", "Bearer " + settings.bearerToken());
        }
        try {
            HttpResponse<String> answer = http.send(
                    request.POST(HttpRequest.BodyPublishers.ofString(token)).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 202) {
                log.info("The receiver took a security event");
            } else if (answer.statusCode() == 400) {
                log.warn("The receiver refused a security event: {}", answer.body());
            }
            return answer.statusCode() == 202 || answer.statusCode() == 400;
        } catch (IOException away) {
            return false;
        }
    }
}
