package com.deliveryhistory.servers;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * Commits every write to the file before it is acknowledged, where the original commits once a second. A write and its
 * commit are one step that nothing else sees half of, so that neither the file nor a reader ever holds what a killed
 * process forgets. The file is not forced to the disk: this survives the process, not the machine.
 */
final class CommittingBackend extends H2Backend {

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

    private final MVStore store;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);

    CommittingBackend(MVStore store) {
        super(store);
        this.store = store;
    }

    @Override
    public @Nullable Document handleCommand(Channel channel, String database, String command, Document query) {
        boolean readsOnly = READS.contains(command.toLowerCase(Locale.ROOT));
        var held = readsOnly ? lock.readLock() : lock.writeLock();
        held.lock();
        try {
            return super.handleCommand(channel, database, command, query);
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
