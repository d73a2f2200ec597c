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
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Requests of one session overlap, because pages ask again and again. */
@WithMongo
class MongoSessionsTests {

    private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private final String roe = "Roe-" + UUID.randomUUID();
    private final String doe = "Doe-" + UUID.randomUUID();
    private final MongoDatabase database;
    private final MongoSessions sessions;

    MongoSessionsTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
        sessions = at(start);
    }

    private MongoSessions at(Instant now) {
        return new MongoSessions(
                database,
                new SessionSettings(Duration.ofHours(1), Duration.ofHours(12), "S", false),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void what_was_put_in_is_found_again() {
        StoredSession session = stored();

        StoredSession found = find(session.getId());

        assertThat(found.<String>getAttribute("a.b$%25")).isEqualTo("kept");
        assertThat(found.getCreationTime()).isEqualTo(session.getCreationTime());
    }

    @Test
    void a_request_that_ends_late_does_not_bring_an_ended_session_back() {
        String id = stored().getId();
        StoredSession late = find(id);
        late.setAttribute("late", "attribute");
        sessions.deleteById(id);

        sessions.save(late);

        assertThat(sessions.findById(id)).isNull();
    }

    @Test
    void a_request_that_ends_late_does_not_undo_a_changed_session_id() {
        String id = stored().getId();
        StoredSession late = find(id);
        StoredSession signingIn = find(id);
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
        StoredSession one = find(id);
        StoredSession other = find(id);
        one.setAttribute("one", "1");
        one.removeAttribute("a.b$%25");
        other.setAttribute("other", "2");

        sessions.save(one);
        sessions.save(other);

        StoredSession both = find(id);
        assertThat(both.<String>getAttribute("one")).isEqualTo("1");
        assertThat(both.<String>getAttribute("other")).isEqualTo("2");
        assertThat(both.<String>getAttribute("a.b$%25")).isNull();
    }

    @Test
    void a_request_writes_only_what_it_set() {
        String id = stored().getId();
        StoredSession read = find(id);
        read.setAttribute("a.b$%25", "kept");
        database.getCollection("sessions")
                .updateMany(new Document(), new Document("$unset", new Document("attributes", "")));
        database.getCollection("sessions")
                .updateMany(new Document(), new Document("$set", new Document("attributes", new Document())));

        read.setLastAccessedTime(start.plusSeconds(29));
        sessions.save(read);
        sessions.save(read);

        assertThat(find(id).getAttributeNames()).isEmpty();
        assertThat(find(id).getLastAccessedTime()).isEqualTo(start);
    }

    @Test
    void the_last_access_is_known_to_half_a_minute() {
        String id = stored().getId();
        StoredSession read = find(id);
        read.setLastAccessedTime(start.plusSeconds(31));

        sessions.save(read);

        assertThat(find(id).getLastAccessedTime()).isEqualTo(start.plusSeconds(31));
    }

    @Test
    void a_request_reads_its_session_once_but_sees_when_it_has_ended_it() {
        String id = stored().getId();
        RequestSessions ofRequest = new RequestSessions(sessions);
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
        try {
            StoredSession found = ofRequest.findById(id);
            assertThat(found).isNotNull();
            assertThat(ofRequest.findById(id)).isSameAs(found);
            ofRequest.deleteById(id);
            assertThat(ofRequest.findById(id)).isNull();
        } finally {
            RequestContextHolder.resetRequestAttributes();
        }
        assertThat(ofRequest.findById(id)).isNull();
    }

    @Test
    void a_session_ends_when_idle_and_at_the_latest_after_its_limit() {
        StoredSession session = stored();
        assertThat(session.getCreationTime()).isEqualTo(start);
        assertThat(at(start.plus(Duration.ofMinutes(59))).findById(session.getId()))
                .isNotNull();
        for (int hour = 0; hour < 12; hour++) {
            StoredSession used = find(session.getId());
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
    void each_id_has_256_random_bits() {
        StoredSession found = find(stored().getId());
        List<String> ids = List.of(sessions.createSession().getId(), found.getId(), found.changeSessionId());

        assertThat(ids)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(Base64.getUrlDecoder().decode(id)).hasSize(32));
    }

    @Test
    void the_database_does_not_know_session_ids() {
        String id = stored().getId();

        assertThat(database.getCollection("sessions").find())
                .isNotEmpty()
                .allSatisfy(document -> assertThat(document.toJson()).doesNotContain(id));
    }

    @Test
    void all_sessions_of_a_person_end_whatever_the_case_of_the_name() {
        String one = signedIn(roe, start).getId();
        String other = signedIn(roe, start).getId();
        String anothers = signedIn(doe, start).getId();

        assertThat(sessions.endAllOf(roe.toUpperCase(Locale.ROOT))).isEqualTo(2);

        assertThat(sessions.findById(one)).isNull();
        assertThat(sessions.findById(other)).isNull();
        assertThat(sessions.findById(anothers)).isNotNull();
    }

    @Test
    void all_other_sessions_end_and_the_current_one_goes_on() {
        String current = signedIn(roe, start).getId();
        String other = signedIn(roe, start).getId();

        assertThat(sessions.endOthersOf(roe, current)).isEqualTo(1);

        assertThat(sessions.findById(other)).isNull();
        StoredSession goesOn = find(current);
        goesOn.changeSessionId();
        sessions.save(goesOn);
        assertThat(sessions.findById(goesOn.getId())).isNotNull();
    }

    @Test
    void a_sign_in_that_had_begun_before_all_sessions_were_ended_ends_too() {
        sessions.endAllOf(roe);

        StoredSession late = signedIn(roe, start.minusMillis(1));
        StoredSession later = signedIn(roe, start);

        assertThat(sessions.findById(late.getId())).isNull();
        assertThat(sessions.findById(later.getId())).isNotNull();
    }

    @Test
    void a_person_ends_own_sessions_only() {
        StoredSession anothers = signedIn(doe, start);
        String reference = sessions.of(doe).getFirst().reference();

        assertThat(sessions.end(roe, reference)).isFalse();
        assertThat(sessions.findById(anothers.getId())).isNotNull();
        assertThat(sessions.end(doe, reference)).isTrue();
        assertThat(sessions.findById(anothers.getId())).isNull();
    }

    @Test
    void a_list_of_sessions_tells_where_each_came_from() {
        StoredSession session = signedIn(roe, start);

        assertThat(sessions.of(roe)).singleElement().satisfies(listed -> {
            assertThat(listed.signedInAt()).isEqualTo(start);
            assertThat(listed.device()).isEqualTo("Firefox, Windows");
            assertThat(listed.network()).isEqualTo("192.0.2.*");
            assertThat(sessions.isNamed(session.getId(), listed.reference())).isTrue();
        });
        assertThat(at(start.plus(Duration.ofHours(13))).of(roe)).isEmpty();
    }

    @Test
    void a_session_of_a_version_that_did_not_note_owners_is_still_read_and_can_be_ended() {
        String id = signedIn(roe, start).getId();
        database.getCollection("sessions")
                .updateMany(
                        new Document("owner", roe.toLowerCase(Locale.ROOT)),
                        new Document(
                                "$unset",
                                new Document("owner", "")
                                        .append("signedInAt", "")
                                        .append("device", "")
                                        .append("network", "")));

        assertThat(sessions.findById(id)).isNotNull();
        assertThat(sessions.endAllOf(roe)).isEqualTo(1);
        assertThat(sessions.findById(id)).isNull();
    }

    private StoredSession signedIn(String name, Instant beganAt) {
        var token = UsernamePasswordAuthenticationToken.authenticated(name, null, List.of());
        token.setDetails(new SignInOrigin(beganAt, "Firefox, Windows", "192.0.2.*"));
        StoredSession session = stored();
        session.changeSessionId();
        session.setAttribute(
                HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY, new SecurityContextImpl(token));
        sessions.save(session);
        return session;
    }

    private StoredSession stored() {
        StoredSession session = sessions.createSession();
        session.setAttribute("a.b$%25", "kept");
        sessions.save(session);
        return session;
    }

    private StoredSession find(String id) {
        return Objects.requireNonNull(sessions.findById(id));
    }
}
