package com.deliveryhistory.benchmarks.apply;

import com.deliveryhistory.benchmarks.stage.Stage;
import com.deliveryhistory.benchmarks.stage.Stopwatch;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.sealing.TokenOpener;
import com.deliveryhistory.events.sealing.TokenPair;
import com.mongodb.ClientEncryptionSettings;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.vault.EncryptOptions;
import com.mongodb.client.vault.ClientEncryption;
import com.mongodb.client.vault.ClientEncryptions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * What no implementation can leave out: opens each event's tokens and encrypts them again, as token-manager does, with
 * data keys that are in memory already.
 */
final class BareCrypto implements AutoCloseable {

    private static final int KEYS = 64;
    private static final int KEY_BYTES = 96;
    private static final String ALGORITHM = "AEAD_AES_256_CBC_HMAC_SHA_512-Random";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final TokenOpener opener;
    private final ClientEncryption encryption;
    private final List<BsonBinary> keys;

    /** Opts-ins a second, and what each cost. */
    record Speed(double perSecond, double processorMicros) {}

    BareCrypto(Stage stage, TokenOpener opener) {
        this.opener = opener;
        byte[] master = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(master);
        MongoDatabase database = stage.database("bare");
        this.encryption = ClientEncryptions.create(ClientEncryptionSettings.builder()
                .keyVaultMongoClientSettings(stage.clientSettings())
                .keyVaultNamespace(database.getName() + ".dataKeys")
                .kmsProviders(Map.of("local", Map.of("key", master)))
                .build());
        this.keys = IntStream.range(0, KEYS)
                .mapToObj(i -> encryption.createDataKey("local"))
                .toList();
    }

    /** Does it with so many threads. */
    Speed perSecond(List<EventEnvelope<OptInEvent>> events, int threads) {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            Stopwatch watch = Stopwatch.start();
            List<Future<Long>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(executor.submit(() -> work(events, next)));
            }
            long nanos = 0;
            for (Future<Long> worker : workers) {
                nanos += worker.get();
            }
            return new Speed(events.size() / watch.seconds(), nanos / 1e3 / events.size());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private long work(List<EventEnvelope<OptInEvent>> events, AtomicInteger next) {
        long before = THREADS.getCurrentThreadCpuTime();
        for (int i = next.getAndIncrement(); i < events.size(); i = next.getAndIncrement()) {
            EventEnvelope<OptInEvent> event = events.get(i);
            encrypt(event.id(), (OptInGranted) event.event(), keys.get(i % KEYS));
        }
        return THREADS.getCurrentThreadCpuTime() - before;
    }

    private void encrypt(String eventId, OptInGranted granted, BsonBinary key) {
        TokenPair tokens = opener.open(granted.sealedTokens(), eventId, granted.grantId());
        BsonDocument plaintext = new BsonDocument(
                        "grant", new BsonString(granted.grantId().toString()))
                .append("generation", new BsonInt64(1))
                .append("accessToken", new BsonString(tokens.accessToken()))
                .append("refreshToken", new BsonString(tokens.refreshToken()));
        BsonBinary encrypted = encryption.encrypt(plaintext, new EncryptOptions(ALGORITHM).keyId(key));
        if (encrypted.getData().length == 0) {
            throw new IllegalStateException("Nothing was encrypted");
        }
    }

    @Override
    public void close() {
        encryption.close();
    }
}
