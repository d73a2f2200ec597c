package com.deliveryhistory.optin.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.Test;
import org.springframework.session.MapSession;

/** Requests of one session overlap, because pages ask again and again. */
@WithMongo
class MongoSessionsTests {

    private final MongoDatabase database;
    private final MongoSessions sessions;

    MongoSessionsTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
        sessions = at(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    private MongoSessions at(Instant now) {
        return new MongoSessions(
                database,
                new SessionSettings(Duration.ofHours(1), Duration.ofHours(12), "S", null),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void what_was_put_in_is_found_again() {
        MapSession session = stored();

        MapSession found = find(session.getId());

        assertThat(found.<String>getAttribute("a.b$%25")).isEqualTo("kept");
        assertThat(found.getCreationTime()).isEqualTo(session.getCreationTime());
    }

    @Test
    void a_request_that_ends_late_does_not_bring_an_ended_session_back() {
        String id = stored().getId();
        MapSession late = find(id);
        late.setAttribute("late", "attribute");
        sessions.deleteById(id);

        sessions.save(late);

        assertThat(sessions.findById(id)).isNull();
    }

    @Test
    void a_request_that_ends_late_does_not_undo_a_changed_session_id() {
        String id = stored().getId();
        MapSession late = find(id);
        MapSession signingIn = find(id);
        signingIn.changeSessionId();
        sessions.save(signingIn);

        sessions.save(late);
        late.changeSessionId();
        sessions.save(late);

        assertThat(sessions.findById(id)).isNull();
        assertThat(sessions.findById(late.getId())).isNull();
        assertThat(find(signingIn.getId()).<String>getAttribute("a.b$%25")).isEqualTo("kept");
    }

    @Test
    void overlapping_requests_keep_each_others_changes() {
        String id = stored().getId();
        MapSession one = find(id);
        MapSession other = find(id);
        one.setAttribute("one", "1");
        one.removeAttribute("a.b$%25");
        other.setAttribute("other", "2");

        sessions.save(one);
        sessions.save(other);

        MapSession both = find(id);
        assertThat(both.<String>getAttribute("one")).isEqualTo("1");
        assertThat(both.<String>getAttribute("other")).isEqualTo("2");
        assertThat(both.<String>getAttribute("a.b$%25")).isNull();
    }

    @Test
    void a_session_ends_when_idle_and_at_the_latest_after_its_limit() {
        MapSession session = stored();
        Instant start = session.getCreationTime();

        assertThat(at(start.plus(Duration.ofMinutes(59))).findById(session.getId()))
                .isNotNull();
        for (int hour = 0; hour < 12; hour++) {
            MapSession used = find(session.getId());
            used.setLastAccessedTime(start.plus(Duration.ofMinutes(59).multipliedBy(hour)));
            sessions.save(used);
        }
        assertThat(at(start.plus(Duration.ofMinutes(11 * 59 + 58))).findById(session.getId()))
                .isNotNull();
        assertThat(at(start.plus(Duration.ofHours(12))).findById(session.getId()))
                .isNull();
        assertThat(at(start.plus(Duration.ofMinutes(61))).findById(stored().getId()))
                .isNull();
    }

    @Test
    void what_cannot_be_read_any_more_is_no_session() {
        String id = stored().getId();
        database.getCollection("sessions")
                .updateMany(new Document(), new Document("$set", new Document("attributes.x", new Binary(new byte[] {
                    1, 2, 3
                }))));

        assertThat(sessions.findById(id)).isNull();
    }

    @Test
    void the_database_does_not_know_session_ids() {
        String id = stored().getId();

        assertThat(database.getCollection("sessions").find())
                .isNotEmpty()
                .allSatisfy(document -> assertThat(document.toJson()).doesNotContain(id));
    }

    private MapSession stored() {
        MapSession session = sessions.createSession();
        session.setAttribute("a.b$%25", "kept");
        sessions.save(session);
        return session;
    }

    private MapSession find(String id) {
        return Objects.requireNonNull(sessions.findById(id));
    }
}
