package com.deliveryhistory.upssandbox.sharedsignals;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.text.ParseException;
import org.bson.Document;
import org.springframework.stereotype.Component;

/** The key that tokens are signed with: made at the first use, kept in MongoDB, so that a restart is none for receivers. */
@Component
class SigningKeys {

    private static final String ID = "current";

    private final MongoCollection<Document> keys;

    SigningKeys(MongoDatabase database) {
        this.keys = database.getCollection("securityEventKeys");
    }

    ECKey current() {
        Document kept = keys.find(Filters.eq("_id", ID)).first();
        if (kept == null) {
            add();
            kept = keys.find(Filters.eq("_id", ID)).first();
        }
        try {
            return ECKey.parse(kept == null ? "" : kept.getString("jwk"));
        } catch (ParseException e) {
            throw new IllegalStateException("The kept signing key is none", e);
        }
    }

    private void add() {
        try {
            ECKey made = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
            keys.insertOne(new Document("_id", ID).append("jwk", made.toJSONString()));
        } catch (JOSEException e) {
            throw new IllegalStateException("This JVM cannot make EC keys", e);
        } catch (MongoWriteException refused) {
            if (refused.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw refused;
            }
        }
    }
}
