package com.deliveryhistory.benchmarks.stage;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The databases of one run on one server. All are dropped at the end. */
final class Databases implements AutoCloseable {

    private final String server;
    private final String prefix;
    private final Set<String> used = new LinkedHashSet<>();
    private @Nullable MongoClient client;

    /**
     * Takes a server.
     *
     * @param server connection string; a database in it is only where its user is kept
     * @param prefix in front of all names
     */
    Databases(String server, String prefix) {
        this.server = server;
        this.prefix = prefix;
    }

    MongoClientSettings settings() {
        return MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(server))
                .build();
    }

    /** Connection string that names the database. */
    String uri(String name) {
        used.add(prefix + name);
        ConnectionString parsed = new ConnectionString(server);
        int hosts = server.indexOf("://") + 3;
        int path = server.indexOf('/', hosts);
        int query = server.indexOf('?', hosts);
        int end = path >= 0 ? path : query >= 0 ? query : server.length();
        String options = query >= 0 ? server.substring(query) : "";
        if (parsed.getCredential() != null && parsed.getDatabase() != null && !options.contains("authSource=")) {
            options += (options.isEmpty() ? "?" : "&") + "authSource=" + parsed.getDatabase();
        }
        return server.substring(0, end) + "/" + prefix + name + options;
    }

    synchronized MongoDatabase open(String name) {
        used.add(prefix + name);
        MongoClient open = client;
        if (open == null) {
            open = MongoClients.create(server);
            client = open;
        }
        return open.getDatabase(prefix + name);
    }

    void drop() {
        Set.copyOf(used).forEach(name -> open(name.substring(prefix.length())).drop());
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
