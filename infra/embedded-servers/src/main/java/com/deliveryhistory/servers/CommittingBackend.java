package com.deliveryhistory.servers;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RandomAccessStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits every write to the file before it is acknowledged, where the original commits once a second. A write and its
 * commit are one step that nothing else sees half of, so that neither the file nor a reader ever holds what a killed
 * process forgets. The file is not forced to the disk: this survives the process, not the machine.
 */
final class CommittingBackend extends H2Backend {

    private static final Logger log = LoggerFactory.getLogger(CommittingBackend.class);

    /** Commands that only read. Any other is taken for a write, which costs nothing if it changed nothing. */
    private static final Set<String> READS = Set.of(
            "hello",
            "ismaster",
            "ping",
            "buildinfo",
            "find",
            "getmore",
            "count",
            "distinct",
            "killcursors",
            "listcollections",
            "listindexes",
            "listdatabases",
            "dbstats",
            "collstats",
            "serverstatus",
            "getlog",
            "whatsmyuri",
            "hostinfo",
            "connectionstatus",
            "endsessions",
            "getlasterror");

    private static final long SMALL = 2_000_000;
    private static final int FULL_ENOUGH_PERCENT = 60;
    private static final int MOVED_AT_ONCE = 4_000_000;

    private final MVStore store;
    private final Primary primary = new Primary();
    private final ScheduledExecutorService compaction;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);

    CommittingBackend(MVStore store) {
        super(StoreFormat.of(store));
        this.store = store;
        compaction = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("compact-store").factory());
        var unused = compaction.scheduleWithFixedDelay(this::compact, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new H2Database(name, getMvStore(), getCursorRegistry()) {
            @Override
            protected MongoCollection<Object> openOrCreateCollection(String collection, CollectionOptions options) {
                StoreFormat.openDocuments(getMvStore(), getFullCollectionNamespace(collection));
                return super.openOrCreateCollection(collection, options);
            }

            @Override
            protected Index<Object> openOrCreateUniqueIndex(
                    String collection, String index, List<IndexKey> keys, boolean sparse) {
                StoreFormat.openKeys(getMvStore(), getFullCollectionNamespace(collection), index);
                return new SelectiveIndex<>(super.openOrCreateUniqueIndex(collection, index, keys, sparse), sparse);
            }

            @Override
            protected Index<Object> openOrCreateSecondaryIndex(
                    String collection, String index, List<IndexKey> keys, boolean sparse) {
                return new LookupIndex(index, keys);
            }

            @Override
            protected synchronized void addIndex(Document index) {
                TtlConflict.refuse(index, indexes.get());
                super.addIndex(index);
            }
        };
    }

    /** Each commit leaves a little dead space behind: what is live moves together now and then, so that it can be used. */
    private void compact() {
        lock.writeLock().lock();
        try {
            if (!store.isClosed() && store.getFileStore() instanceof RandomAccessStore file && file.size() > SMALL) {
                store.compact(FULL_ENOUGH_PERCENT, MOVED_AT_ONCE);
                store.commit(); // else the old places of what was rewritten stay taken until somebody writes
                file.compactMoveChunks(FULL_ENOUGH_PERCENT, MOVED_AT_ONCE, store);
            }
        } catch (MVStoreException e) {
            log.warn("The store's file could not be compacted and is larger than need be: {}", e.toString());
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        compaction.shutdown();
        lock.writeLock().lock();
        try {
            super.close();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static boolean storesResult(Document aggregate) {
        return aggregate.get("pipeline") instanceof List<?> stages
                && stages.stream()
                        .anyMatch(stage -> stage instanceof Document operator
                                && (operator.containsKey("$out") || operator.containsKey("$merge")));
    }

    @Override
    public @Nullable Document handleCommand(Channel channel, String database, String command, Document query) {
        if (command.equals(Primary.STEP_DOWN)) {
            return primary.stepDown(query);
        }
        String lowerCase = command.toLowerCase(Locale.ROOT);
        boolean readsOnly = READS.contains(lowerCase) || (lowerCase.equals("aggregate") && !storesResult(query));
        var held = readsOnly ? lock.readLock() : lock.writeLock();
        held.lock();
        try {
            return primary.answer(lowerCase, readsOnly, () -> super.handleCommand(channel, database, command, query));
        } finally {
            // also after a failure: "insert" may have stored some documents before the one that it refused
            try {
                if (store.hasUnsavedChanges() && lock.isWriteLockedByCurrentThread()) {
                    store.commit();
                }
            } finally {
                held.unlock();
            }
        }
    }
}
