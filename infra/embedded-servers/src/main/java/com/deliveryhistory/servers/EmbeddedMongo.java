package com.deliveryhistory.servers;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.MVStore;

/**
 * A server that speaks MongoDB's protocol on 127.0.0.1, for small data: in memory, or in a file that holds every write
 * that was acknowledged, even if the process is killed. With a file it also obeys {@code replSetStepDown}, as a replica set
 * of one does.
 */
public final class EmbeddedMongo implements AutoCloseable {

    private static final String FILE = "store.mv";
    private static final int MEBIBYTE = 1024 * 1024;

    /** What is looked through again and again should not be read from the file each time. */
    private static final int HEAP_TO_CACHE = 4;

    private final MongoServer server;
    private final int port;

    private EmbeddedMongo(MongoServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Starts on a free port and forgets all when it is closed. */
    public static EmbeddedMongo startInMemory() {
        return startInMemory(0);
    }

    /** Starts on this port and forgets all when it is closed. */
    public static EmbeddedMongo startInMemory(int port) {
        return listen(new MemoryBackend(), port);
    }

    /**
     * Starts with the data of this folder.
     *
     * @param folder created if it is not there
     * @param port 0 for any free one
     * @throws PortTaken if something else listens on the port
     */
    public static EmbeddedMongo start(Path folder, int port) {
        if (port != 0 && !Ports.isFree(port)) {
            throw new PortTaken("the MongoDB-compatible store", port);
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var store = new MVStore.Builder()
                .fileName(folder.resolve(FILE).toString())
                .autoCommitDisabled()
                .autoCommitBufferSize(0) // not in the middle of a large write either
                .cacheSize((int) (Runtime.getRuntime().maxMemory() / HEAP_TO_CACHE / MEBIBYTE))
                .open();
        // every commit is a chunk of the file: space of dead ones is used again at once
        store.setRetentionTime(0);
        store.setVersionsToKeep(0);
        try {
            return listen(new CommittingBackend(store), port);
        } catch (RuntimeException e) {
            store.closeImmediately();
            throw e;
        }
    }

    private static EmbeddedMongo listen(MongoBackend backend, int port) {
        var server = new MongoServer(backend);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new EmbeddedMongo(server, server.getLocalAddress().getPort());
    }

    /** Connection string without a database. */
    public String uri() {
        return "mongodb://127.0.0.1:" + port;
    }

    /** Connection string that names a database. */
    public String uri(String database) {
        return uri() + "/" + database;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
