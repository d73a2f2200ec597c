package com.deliveryhistory.optin.authorization;

import static com.mongodb.client.model.Filters.eq;

import com.deliveryhistory.events.sealing.TokenSealer;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.text.ParseException;
import java.time.Clock;
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
 * token-manager's public keys. The last set is kept in MongoDB: neither a restart nor an outage of token-manager keeps
 * a company from opting in.
 */
@Component
class SealingKeys {

    private static final Logger log = LoggerFactory.getLogger(SealingKeys.class);
    private static final String ID = "token-manager";

    private final MongoCollection<Document> kept;
    private final RestClient tokenManager;
    private final SealingSettings settings;
    private final Clock clock;

    SealingKeys(MongoDatabase database, SealingSettings settings, RestClient.Builder clients, Clock clock) {
        this.kept = database.getCollection("sealingKeys");
        this.settings = settings;
        this.clock = clock;
        this.tokenManager = clients.baseUrl(settings.baseUrl().toString())
                .requestFactory(UpsClients.requests(settings.connectTimeout(), settings.readTimeout()))
                .build();
    }

    /** What seals to the current key; empty if no key was ever seen, so that tokens must not be taken. */
    Optional<TokenSealer> sealer() {
        Document known = kept.find(eq("_id", ID)).first();
        Instant now = clock.instant();
        if (known != null
                && known.getDate("fetchedAt")
                        .toInstant()
                        .plus(settings.keysFreshFor())
                        .isAfter(now)) {
            return current(known.getString("keys")).map(TokenSealer::new);
        }
        String fetched = fetch();
        if (fetched != null && current(fetched).isPresent()) {
            kept.replaceOne(
                    eq("_id", ID),
                    new Document("_id", ID).append("keys", fetched).append("fetchedAt", Date.from(now)),
                    new ReplaceOptions().upsert(true));
            return current(fetched).map(TokenSealer::new);
        }
        return known == null
                ? Optional.empty()
                : current(known.getString("keys")).map(TokenSealer::new);
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

    /** The first key of the set that tokens can be sealed to. */
    private static Optional<OctetKeyPair> current(String keys) {
        try {
            return JWKSet.parse(keys).getKeys().stream()
                    .filter(OctetKeyPair.class::isInstance)
                    .map(OctetKeyPair.class::cast)
                    .filter(key -> Curve.X25519.equals(key.getCurve()))
                    .findFirst();
        } catch (ParseException e) {
            log.warn("token-manager's sealing keys are no JWK set");
            return Optional.empty();
        }
    }
}
