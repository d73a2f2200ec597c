package com.deliveryhistory.upssandbox.feed;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.springframework.stereotype.Component;

/** When each account was first used, in MongoDB; the setting, if there is one, for all. */
@Component
class Anchors {

    private final MongoCollection<Document> anchors;
    private final Optional<Instant> fixed;
    private final Clock clock;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();

    Anchors(MongoDatabase database, FeedSettings settings, Clock clock) {
        this.anchors = database.getCollection("anchors");
        this.fixed = Optional.ofNullable(settings.anchor());
        this.clock = clock;
    }

    Instant atFirstUse(String shipperNumber) {
        return fixed.orElseGet(() -> seen.computeIfAbsent(shipperNumber, this::keep));
    }

    Optional<Instant> known(String shipperNumber) {
        return fixed.or(() -> Optional.ofNullable(
                        anchors.find(Filters.eq("_id", shipperNumber)).first())
                .map(kept -> kept.getDate("at").toInstant()));
    }

    private Instant keep(String shipperNumber) {
        Document kept = anchors.findOneAndUpdate(
                Filters.eq("_id", shipperNumber),
                Updates.setOnInsert("at", clock.instant().truncatedTo(ChronoUnit.SECONDS)),
                new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
        return Objects.requireNonNull(kept, "an upsert returns the document")
                .getDate("at")
                .toInstant();
    }
}
