package com.deliveryhistory.tokens.access;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.events.sealing.TokenSealer;
import com.deliveryhistory.services.background.BackgroundLoop;
import com.deliveryhistory.services.http.Rate;
import com.deliveryhistory.testing.Patience;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.UpsStandIn;
import com.deliveryhistory.tokens.access.Answer.Handed;
import com.deliveryhistory.tokens.custody.DataKeyRotation;
import com.deliveryhistory.tokens.custody.EncryptionSettings;
import com.deliveryhistory.tokens.custody.MasterKeyRotation;
import com.deliveryhistory.tokens.custody.SealingKeys;
import com.deliveryhistory.tokens.custody.SealingSettings;
import com.deliveryhistory.tokens.custody.Vault;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.optins.OptIns;
import com.deliveryhistory.tokens.refresh.LiveService;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every key there is replaced while two instances refresh, hand out tokens and take opt-ins. */
@WithMongo
class RotationUnderLoadTests {

    private static final Duration OFTEN = Duration.ofMillis(100);
    private static final List<GrantId> GRANTS = IntStream.range(0, 12)
            .mapToObj(i -> GrantId.parse("company-" + i + "/odcs"))
            .toList();

    private final TestMongo mongo;
    private final Path folder;
    private final Path ring;
    private final Path sealingSet;
    private final UpsStandIn ups = new UpsStandIn();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> done = new ConcurrentHashMap<>();
    private volatile boolean running = true;

    RotationUnderLoadTests(TestMongo mongo, @TempDir Path folder) {
        this.mongo = mongo;
        this.folder = folder;
        ring = folder.resolve("encryption.key");
        sealingSet = folder.resolve("sealing.json");
    }

    /** One instance as far as keys matter to it. */
    private record Instance(LiveService live, SealingKeys sealing, OptIns optIns, AccessTokens tokens) {}

    @Test
    void no_request_fails_all_grants_stay_readable_and_the_old_keys_can_go() throws Exception {
        String oldKey = newKey();
        String nextKey = newKey();
        OctetKeyPair oldSealing = sealingKey("old");
        OctetKeyPair nextSealing = sealingKey("next");
        write(ring, oldKey);
        write(sealingSet, new JWKSet(oldSealing).toString(false));
        Instance one = instance();
        Instance two = instance();
        List<BackgroundLoop> reloads =
                Stream.of(one, two).flatMap(this::reloads).toList();
        reloads.forEach(BackgroundLoop::start);
        try (ups;
                Vault first = one.live().vault();
                Vault second = two.live().vault();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            GRANTS.forEach(grant -> optIn(one, one, grant));
            for (Instance instance : List.of(one, two)) {
                String who = instance.equals(one) ? "one" : "two";
                threads.execute(() -> work(who + " takes", i -> take(instance, i)));
                threads.execute(() -> work(who + " refreshes", i -> refresh(instance, i)));
                threads.execute(() ->
                        work(who + " opts in", i -> optInAgain(instance.equals(one) ? two : one, instance, i)));
                threads.execute(() -> work(who + " comes and goes", i -> comeAndGo(instance, i)));
            }
            await().until(() -> done.size() == 8);
            progress(10);

            // the new keys, on top
            write(sealingSet, new JWKSet(List.of(nextSealing, oldSealing)).toString(false));
            write(ring, nextKey + oldKey);
            progress(10);
            await().until(() -> new MasterKeyRotation(first).rewrap().rewrapped() == 0);
            for (GrantId grant : GRANTS) {
                new DataKeyRotation(second, two.live().grants()).reencrypt(grant.company());
            }
            await().until(() -> List.of(one, two).stream()
                    .allMatch(instance -> sealer(instance).getKeyID().equals("next")));
            progress(10);

            // the old ones go
            write(ring, nextKey);
            write(sealingSet, new JWKSet(nextSealing).toString(false));
            await().until(() -> List.of(one, two).stream()
                    .allMatch(instance -> !instance.sealing().publicKeys().contains("\"old\"")));
            progress(20);
            running = false;
            threads.shutdown();
            assertThat(threads.awaitTermination(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();

            assertThat(failures).isEmpty();
            assertThat(first.refusal()).isNull();
            assertThat(second.refusal()).isNull();
            try (Vault fresh = Vault.open(
                    new EncryptionSettings(ring, false), mongo.client().getDatabase(mongo.database()))) {
                for (GrantId id : GRANTS) {
                    Active grant = (Active) one.live().grants().find(id);
                    assertThat(fresh.decrypt(id, grant.generation(), grant.tokens())
                                    .accessToken())
                            .startsWith("secret-at-");
                }
            }
        } finally {
            running = false;
            reloads.forEach(BackgroundLoop::stop);
        }
    }

    private interface Step {
        void run(int i) throws Exception;
    }

    private void work(String what, Step step) {
        AtomicInteger times = done.computeIfAbsent(what, name -> new AtomicInteger());
        for (int i = 0; running && failures.isEmpty(); i++) {
            try {
                step.run(i);
                times.incrementAndGet();
            } catch (Exception | AssertionError e) {
                failures.add(e);
            }
        }
    }

    /** Waits until so much more of everything was done with the keys as they are now. */
    private void progress(int steps) {
        Map<String, Integer> enough = new HashMap<>();
        done.forEach((what, times) -> enough.put(what, times.get() + steps));
        await().until(() -> !failures.isEmpty()
                || enough.entrySet().stream()
                        .allMatch(one -> requireNonNull(done.get(one.getKey())).get() >= one.getValue()));
        assertThat(failures).isEmpty();
    }

    private static void take(Instance instance, int i) {
        assertThat(instance.tokens().take(GRANTS.get(i % GRANTS.size()), 0)).isInstanceOf(Handed.class);
    }

    private static void refresh(Instance instance, int i) {
        GrantId id = GRANTS.get((i * 5) % GRANTS.size());
        Active before = (Active) instance.live().grants().find(id);
        instance.live().refreshes().begin(before);
        instance.live().refreshes().await(id, Patience.LIMIT);
        assertThat((Active) instance.live().grants().find(id))
                .matches(
                        now -> now.generation() != before.generation()
                                || now.upkeep().failures() == 0,
                        "did not fail");
    }

    /** Sealed to what one instance tells, applied by the other. */
    private void optInAgain(Instance telling, Instance applying, int i) {
        optIn(telling, applying, GRANTS.get((i * 7) % GRANTS.size()));
    }

    private void comeAndGo(Instance instance, int i) {
        GrantId id = GrantId.parse("guest-" + i % 3 + "/odcs");
        optIn(instance, instance, id);
        instance.optIns()
                .withdraw(
                        UUID.randomUUID().toString(),
                        new OptInWithdrawn(id.company(), id.application(), Instant.now(), "admin"));
    }

    private void optIn(Instance telling, Instance applying, GrantId grant) {
        String eventId = UUID.randomUUID().toString();
        Instant now = Instant.now();
        TokenSealer sealer = new TokenSealer(sealer(telling));
        applying.optIns()
                .open(
                        eventId,
                        new OptInGranted(
                                grant.company(),
                                grant.application(),
                                now,
                                "admin",
                                null,
                                now.plusSeconds(36_000),
                                now.plus(Duration.ofDays(60)),
                                sealer.seal(ups.issue(), eventId, grant)));
    }

    /** The key that the instance tells optin-web to seal to. */
    private static OctetKeyPair sealer(Instance instance) {
        try {
            return JWKSet.parse(instance.sealing().publicKeys())
                    .getKeys()
                    .getFirst()
                    .toOctetKeyPair();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private Instance instance() {
        LiveService live = LiveService.over(mongo, folder, ups::address);
        SealingKeys sealing = SealingKeys.from(new SealingSettings(sealingSet, false));
        OptIns optIns = new OptIns(live.grants(), sealing.opener(), live.vault(), live.schedule(), live.clock());
        AccessSettings settings = new AccessSettings(
                Map.of(),
                Duration.ofMinutes(1),
                Patience.LIMIT,
                Duration.ofSeconds(30),
                Duration.ZERO,
                1,
                new Rate(1, 1));
        return new Instance(
                live,
                sealing,
                optIns,
                new AccessTokens(
                        live.grants(), live.refreshes(), live.schedule(), live.vault(), settings, live.clock()));
    }

    private Stream<BackgroundLoop> reloads(Instance instance) {
        return Stream.of(
                BackgroundLoop.of("encryption keys", OFTEN, instance.live().vault()::reload),
                BackgroundLoop.of("sealing keys", OFTEN, instance.sealing()::reload));
    }

    private static String newKey() {
        byte[] key = new byte[96];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key) + "\n";
    }

    private static OctetKeyPair sealingKey(String kid) throws Exception {
        return new OctetKeyPairGenerator(Curve.X25519).keyID(kid).generate();
    }

    private static void write(Path file, String content) throws Exception {
        Path draft = file.resolveSibling("draft");
        Files.writeString(draft, content);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
