package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.sealing.TokenOpener;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.events.sealing.TokenSealer;
import com.deliveryhistory.services.messaging.EventBatch;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.tokens.custody.EncryptionSettings;
import com.deliveryhistory.tokens.custody.Vault;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grants;
import com.deliveryhistory.tokens.grants.Outbox;
import com.deliveryhistory.tokens.grants.Relay;
import com.deliveryhistory.tokens.grants.RelaySettings;
import com.deliveryhistory.tokens.optins.BulkOptIns;
import com.deliveryhistory.tokens.optins.OptIns;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.bson.Document;

/**
 * One instance of the service without Spring and threads, over a real store: what is due happens when a test says so.
 */
public final class TestService {

    public static final Instant START = Instant.parse("2026-07-14T10:00:00Z");

    private static final OctetKeyPair SEALING_KEY = sealingKey();
    static final RefreshSettings SETTINGS = new RefreshSettings(
            Duration.ofMinutes(10),
            0.1,
            Duration.ofHours(24),
            Duration.ofHours(24),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            Duration.ofMinutes(5),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            8);

    private final World world;
    public final Grants grants;
    public final OptIns optIns;
    private final BulkOptIns bulk;
    final Paces paces;
    final Refresher refresher;
    private final ExpiryNotices notices;
    final Relay relay;
    final CrashPlan plan;
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** What outlives an instance. */
    public record World(
            MongoDatabase database,
            Vault vault,
            FakeUps ups,
            TestClock clock,
            List<EventEnvelope<GrantEvent>> published) {

        public static World over(TestMongo mongo, Path folder) {
            return over(mongo, mongo.database(), folder);
        }

        /** In this database, which is made if it is not there. */
        static World over(TestMongo mongo, String name, Path folder) {
            MongoDatabase database = mongo.client().getDatabase(name);
            Vault vault = Vault.open(new EncryptionSettings(folder.resolve("encryption.key"), true), database);
            return with(database, vault);
        }

        private static World with(MongoDatabase database, Vault vault) {
            return new World(
                    database,
                    vault,
                    new FakeUps(),
                    TestClock.standingAt(START),
                    Collections.synchronizedList(new ArrayList<>()));
        }

        /** The same store with nothing in it. */
        public World emptied() {
            database.getCollection("grants").deleteMany(new Document());
            database.getCollection("companies").deleteMany(new Document());
            return with(database, vault);
        }

        public TestService service() {
            return service(CrashPlan.never());
        }

        public TestService service(CrashPlan plan) {
            return service(plan, ups);
        }

        /** An instance that asks this UPS. */
        TestService service(CrashPlan plan, UpsTokens upsToAsk) {
            return new TestService(this, plan, upsToAsk);
        }

        public List<Document> stored() {
            return database.getCollection("grants").find().into(new ArrayList<>());
        }
    }

    private TestService(World world, CrashPlan plan, UpsTokens ups) {
        this.world = world;
        this.plan = plan;
        MongoCollection<Document> documents =
                CrashingDocuments.of(world.database().getCollection("grants"), plan);
        MongoCollection<Document> companies =
                CrashingDocuments.of(world.database().getCollection("companies"), plan);
        this.grants = new Grants(documents, companies, id -> {});
        RefreshSchedule schedule = new RefreshSchedule(SETTINGS, world.clock(), () -> 0.5);
        TokenOpener opener = new TokenOpener(new JWKSet(SEALING_KEY));
        this.optIns = new OptIns(grants, opener, world.vault(), schedule, world.clock());
        this.bulk = new BulkOptIns(grants, opener, world.vault(), schedule, world.clock());
        RefreshMetrics metrics = new RefreshMetrics(registry);
        this.paces = new Paces(SETTINGS, world.clock(), () -> 0.5, registry);
        this.refresher = new Refresher(
                grants,
                world.vault(),
                (application, token) -> {
                    plan.before("call to UPS");
                    Outcome outcome = ups.refresh(application, token);
                    plan.after("call to UPS");
                    return outcome;
                },
                schedule,
                SETTINGS,
                paces,
                metrics,
                world.clock(),
                Duration.ofSeconds(12),
                "test");
        this.notices = new ExpiryNotices(grants, metrics, SETTINGS, world.clock());
        this.relay = new Relay(
                new Outbox(documents),
                events -> {
                    plan.before("publishing");
                    events.forEach(
                            record -> world.published().add(EventCodec.GRANT.decode(record.headers(), record.value())));
                    plan.after("publishing");
                },
                Duration.ofSeconds(10),
                new RelaySettings(
                        Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofMinutes(5), Duration.ofSeconds(2), 4),
                world.clock());
    }

    public static OptInGranted granted(GrantId grant, TokenPair tokens, Instant authorizedAt, String eventId) {
        return new OptInGranted(
                grant.company(),
                grant.application(),
                authorizedAt,
                "acme-admin",
                null,
                authorizedAt.plus(Duration.ofHours(1)),
                authorizedAt.plus(Duration.ofDays(60)),
                new TokenSealer(SEALING_KEY).seal(tokens, eventId, grant));
    }

    /** Opts in now with a pair that UPS just issued. */
    Active optIn(GrantId grant) {
        Instant now = world.clock().instant();
        String eventId = "opt-in-" + now;
        optIns.open(eventId, granted(grant, world.ups().issue(), now, eventId));
        return active(grant);
    }

    void refreshDue() {
        grants.dueExcept(Set.of(), world.clock().instant(), 10).forEach(refresher::refresh);
    }

    /** Tells of expiry what is to be told by now. */
    void tellOfExpiry() {
        notices.round();
    }

    /** Takes events as Kafka's listener does. */
    public void take(List<EventEnvelope<OptInEvent>> batch) {
        EventBatch.of(batch).take(bulk::open, optIns::apply);
    }

    public static EventEnvelope<OptInEvent> envelope(String id, OptInEvent event) {
        return new EventEnvelope<>(id, EventEnvelope.source("optin-web"), START, event);
    }

    public void sendEvents() {
        relay.sendWaiting();
    }

    Active active(GrantId id) {
        return (Active) grants.find(id);
    }

    public TokenPair tokens(GrantId id) {
        Active grant = active(id);
        return world.vault().decrypt(id, grant.generation(), grant.tokens());
    }

    static Grant stored(World world, GrantId id) {
        return world.service().grants.find(id);
    }

    private static OctetKeyPair sealingKey() {
        try {
            return new OctetKeyPairGenerator(Curve.X25519).keyID("test").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
