package com.deliveryhistory.optin.authorization;

import static com.mongodb.client.model.Filters.eq;

import com.deliveryhistory.events.sealing.TokenSealer;
import com.deliveryhistory.services.calls.ServiceClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * token-manager's public keys. The last set is kept in MongoDB, for all instances: neither a restart nor an outage of
 * token-manager keeps a company from opting in. However old it is, a set is better than a lost opt-in: token-manager
 * opens what is sealed to any key that it has not retired.
 */
@Component
class SealingKeys {

    private static final Logger log = LoggerFactory.getLogger(SealingKeys.class);
    private static final String ID = "token-manager";
    private static final String KEYS = "keys";
    private static final String FETCHED_AT = "fetchedAt";

    /** Who waits for a page does not wait for a token-manager that was away a moment ago. */
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final MongoCollection<Document> kept;
    private final RestClient tokenManager;
    private final SealingSettings settings;
    private final Clock clock;
    private volatile Instant tryAgainAt = Instant.MIN;

    SealingKeys(MongoDatabase database, SealingSettings settings, ServiceClients services, Clock clock) {
        this.kept = database.getCollection("sealingKeys");
        this.settings = settings;
        this.clock = clock;
        this.tokenManager = services.to(settings.baseUrl(), settings.connectTimeout(), settings.readTimeout())
                .build();
    }

    /** What seals to the current key; empty if no key was ever seen, so that tokens must not be taken. */
    Optional<TokenSealer> sealer() {
        Document known = kept.find(eq("_id", ID)).first();
        Instant now = clock.instant();
        if (known == null) {
            return fetched(now);
        }
        Instant fetchedAt = known.getDate(FETCHED_AT).toInstant();
        if (fetchedAt.plus(settings.keysFreshFor()).isAfter(now)) {
            return sealer(known.getString(KEYS));
        }
        Optional<TokenSealer> newer = tryAgainAt.isAfter(now) ? Optional.empty() : fetched(now);
        if (newer.isPresent()) {
            return newer;
        }
        if (fetchedAt.plus(settings.keysOldAfter()).isBefore(now)) {
            log.warn(
                    "Tokens are sealed to a key that token-manager told of at {}, and not since: if it was retired"
                            + " there, the opt-in goes to the dead letters",
                    fetchedAt);
        }
        return sealer(known.getString(KEYS));
    }

    private Optional<TokenSealer> fetched(Instant now) {
        String keys = fetch();
        Optional<TokenSealer> sealer = keys == null ? Optional.empty() : sealer(keys);
        if (keys != null && sealer.isPresent()) {
            kept.replaceOne(
                    eq("_id", ID),
                    new Document("_id", ID).append(KEYS, keys).append(FETCHED_AT, Date.from(now)),
                    new ReplaceOptions().upsert(true));
        } else {
            tryAgainAt = now.plus(RETRY);
        }
        return sealer;
    }

    private @Nullable String fetch() {
        try {
            return tokenManager.get().uri("/v1/sealing-keys").retrieve().body(String.class);
        } catch (RestClientException e) {
            log.warn(
                    "token-manager's sealing keys cannot be fetched ({}); keys seen before stay in use",
                    e.getClass().getSimpleName());
            return null;
        }
    }

    /** Seals to the first key of the set that can be sealed to. */
    private static Optional<TokenSealer> sealer(String keys) {
        try {
            return JWKSet.parse(keys).getKeys().stream()
                    .filter(OctetKeyPair.class::isInstance)
                    .map(OctetKeyPair.class::cast)
                    .filter(key -> Curve.X25519.equals(key.getCurve()))
                    .findFirst()
                    .map(TokenSealer::new);
        } catch (ParseException e) {
            log.warn("token-manager's sealing keys are no JWK set");
            return Optional.empty();
        }
    }
}
