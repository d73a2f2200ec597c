package com.deliveryhistory.optin;

import com.deliveryhistory.optin.storage.Hashes;
import com.mongodb.client.MongoDatabase;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;

/**
 * A company of which there is something in every collection, and whose opt-in was withdrawn. Of its two administrators it was
 * bob who opted it in, and invited others.
 */
final class FullCompany {

    private static final Date NOW = Date.from(Instant.parse("2026-01-05T10:00:00Z"));

    final String id;
    final String ann;
    final String bob;
    private final MongoDatabase database;

    FullCompany(MongoDatabase database, String id, Instant now) {
        this(database, id, id + "-bob", now);
    }

    /** With that sign-in name for bob. */
    FullCompany(MongoDatabase database, String id, String bob, Instant now) {
        this.database = database;
        this.id = id;
        this.ann = id + "-ann";
        this.bob = bob;
        add(
                "companies",
                new Document("_id", id)
                        .append("name", id)
                        .append("admins", List.of(ann, bob))
                        .append("users", List.of())
                        .append(
                                "untoldChanges",
                                List.of(
                                        fact(now)
                                                .append("kind", "MADE_ADMIN")
                                                .append("person", bob)
                                                .append("by", ann),
                                        fact(now)
                                                .append("kind", "MADE_ADMIN")
                                                .append("person", ann)
                                                .append("by", bob))));
        for (String person : List.of(ann, bob)) {
            add(
                    "users",
                    of(person)
                            .append("name", person)
                            .append("role", "USER")
                            .append("email", person + "@example.com")
                            .append("emailKey", person + "@example.com"));
            add("secondFactors", new Document("_id", person).append("secret", "s"));
            add("identities", of("identity-" + person).append("user", person));
            add("passwordResets", new Document("_id", "hash-" + person).append("user", person));
            add("sessions", new Document("_id", UUID.randomUUID().toString()).append("owner", person));
            add("allowances", counted("reset|" + person + "|" + now.getEpochSecond() / 3600, person));
            add("signInFailures", counted("account/PASSWORD/" + person, person));
            add("mails", mail(person).append("state", "SENT"));
            add("activities", activity(person, "INVITATION_ACCEPTED", "email", earlier(person)));
            add("activities", activity("operator:maria", "USER_INVITED", "email", earlier(person)));
            add("activities", activity(ann, "MADE_USER", "person", person));
        }
        add("mails", mail("carl").append("state", "WAITING").append("facts", new Document("by", bob)));
        add(
                "invitations",
                of(id + "/carl@example.com").append("email", "carl@example.com").append("invitedBy", bob));
        add(
                "upsUsers",
                of(id + "/odcs")
                        .append("application", "odcs")
                        .append("name", "ups")
                        .append("key", id)
                        .append(
                                "untoldNames",
                                List.of(fact(now).append("upsUser", "ups").append("by", bob))));
        add(
                "announcements",
                of("opted-in-" + id)
                        .append("kind", "OPTED_IN")
                        .append("application", "odcs")
                        .append("effectiveAt", NOW)
                        .append("by", bob)
                        .append("storedAt", NOW)
                        .append("inKafka", true));
        add(
                "grants",
                of(id + "/odcs")
                        .append("application", "odcs")
                        .append("state", "WITHDRAWN")
                        .append("generation", 1L)
                        .append("revision", 2L)
                        .append("authorizedAt", NOW)
                        .append("authorizedBy", bob)
                        .append("accessTokenExpiresAt", NOW)
                        .append("refreshTokenExpiresAt", NOW)
                        .append("toldAt", NOW));
    }

    /** The address under which somebody was invited, and which the account does not have any more. */
    private static String earlier(String person) {
        return "earlier-" + person + "@example.com";
    }

    private Document of(String key) {
        return new Document("_id", key).append("company", id);
    }

    /** Something that is still to be told, by who is still at it. */
    private static Document fact(Instant now) {
        return new Document("id", UUID.randomUUID().toString()).append("at", Date.from(now));
    }

    private Document mail(String person) {
        return of("mail-" + UUID.randomUUID()).append("to", person + "@example.com");
    }

    /** Says whose it is, as the id does not. */
    private static Document counted(String key, String person) {
        return new Document("_id", Hashes.sha256(key)).append("of", person);
    }

    private Document activity(String by, String kind, String detail, String value) {
        return of(UUID.randomUUID().toString())
                .append("at", NOW)
                .append("kind", kind)
                .append("by", by)
                .append("person", by)
                .append("details", new Document(detail, value));
    }

    private void add(String collection, Document document) {
        database.getCollection(collection).insertOne(document);
    }

    Map<String, Long> left(String text) {
        return Left.of(database, text);
    }

    /** All that is left when the company was erased. */
    static Map<String, Long> remembrance() {
        return Map.of("companies", 1L);
    }
}
